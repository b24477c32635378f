"""Rules judge a lineage; each is one file that documents itself, and one line in this list."""

from __future__ import annotations

from functools import cache

from provenance.errors import UsageError
from provenance.report import RuleInfo
from provenance.rules.base import Documented, PolicyRule, Rule
from provenance.rules.card.broken import FrontMatterBroken
from provenance.rules.card.missing import CardMissing
from provenance.rules.card.template import CardIsTemplate
from provenance.rules.card.unread_key import UnreadKey
from provenance.rules.licence.contradicted import LicenceContradicted
from provenance.rules.licence.hidden import LicenceHidden
from provenance.rules.licence.link import LicenceLinkAstray
from provenance.rules.licence.listed import LicenceListed
from provenance.rules.licence.missing import LicenceMissing
from provenance.rules.licence.parts import PartsDifferentlyLicensed
from provenance.rules.licence.restriction_stated import RestrictionStated
from provenance.rules.licence.text_unrecognised import LicenceTextUnrecognised
from provenance.rules.licence.unresolved import LicenceUnresolved
from provenance.rules.licence.use_denied import UseDenied
from provenance.rules.licence.use_open import UseOpen
from provenance.rules.licence.use_policy import UsePolicyBeside
from provenance.rules.lineage.audit_differs import AuditDiffers
from provenance.rules.lineage.base_is_dataset import BaseIsDataset
from provenance.rules.lineage.base_terms_unknown import BaseTermsUnknown
from provenance.rules.lineage.base_undeclared import BaseUndeclared
from provenance.rules.lineage.base_unknown import BaseUnknown
from provenance.rules.lineage.bases_clash import BasesClash
from provenance.rules.lineage.circular import CircularLineage
from provenance.rules.lineage.data_terms import DataTermsDropped
from provenance.rules.lineage.dataset_unlicensed import DatasetUnlicensed
from provenance.rules.lineage.drift import LicenceDrift
from provenance.rules.lineage.name_duty import NameDutyMissed
from provenance.rules.lineage.notice_missing import NoticeMissing
from provenance.rules.lineage.source_terms import SourceTermsDropped
from provenance.rules.lineage.sources_disagree import SourcesDisagree
from provenance.rules.lineage.superseded import Superseded
from provenance.rules.lock.code import LockedCode
from provenance.rules.lock.disclosure import LockedDisclosure
from provenance.rules.lock.flagged import LockedFlag
from provenance.rules.lock.gating import LockedGating
from provenance.rules.lock.held import LockRule
from provenance.rules.lock.licence_changed import LockedLicence
from provenance.rules.lock.lineage_changed import LockedLineage
from provenance.rules.lock.moved import LockedCommit
from provenance.rules.lock.unknown import NotLocked
from provenance.rules.lock.unreadable import LockedUnreadable
from provenance.rules.lock.weights_replaced import LockedWeights
from provenance.rules.policy.hub import HubNotPermitted
from provenance.rules.policy.licence import LicenceNotPermitted
from provenance.rules.policy.organisation import OrganisationNotPermitted
from provenance.rules.policy.waiver_broad import WaiverTooBroad
from provenance.rules.policy.waiver_expired import WaiverExpired
from provenance.rules.policy.waiver_unused import WaiverUnused
from provenance.rules.privacy.contradicted import PersonalDataContradicted
from provenance.rules.privacy.fine_tuning_data import FineTuningDataUnstated
from provenance.rules.privacy.personal_columns import PersonalColumnsUnexplained
from provenance.rules.privacy.placeholder import PrivacySectionPlaceholder
from provenance.rules.privacy.profile import ProfileUnanswered
from provenance.rules.privacy.records import RecordsUndescribed
from provenance.rules.privacy.scan import ScanUnexplained
from provenance.rules.weights.flagged import FileFlagged
from provenance.rules.weights.foreign_code import ForeignCode
from provenance.rules.weights.pickle import WeightsCanExecute
from provenance.rules.weights.remote_code import CustomCodeRequired

RULES: tuple[type[Rule], ...] = (
    CardMissing,
    FrontMatterBroken,
    CardIsTemplate,
    UnreadKey,
    DatasetUnlicensed,
    DataTermsDropped,
    AuditDiffers,
    SourceTermsDropped,
    LicenceMissing,
    LicenceUnresolved,
    LicenceHidden,
    LicenceListed,
    LicenceLinkAstray,
    LicenceContradicted,
    LicenceTextUnrecognised,
    UseDenied,
    UseOpen,
    LicenceDrift,
    BaseTermsUnknown,
    SourcesDisagree,
    CircularLineage,
    BaseUndeclared,
    BaseUnknown,
    Superseded,
    BaseIsDataset,
    PartsDifferentlyLicensed,
    UsePolicyBeside,
    RestrictionStated,
    NoticeMissing,
    NameDutyMissed,
    BasesClash,
    FineTuningDataUnstated,
    PrivacySectionPlaceholder,
    PersonalColumnsUnexplained,
    PersonalDataContradicted,
    RecordsUndescribed,
    ScanUnexplained,
    ProfileUnanswered,
    WeightsCanExecute,
    FileFlagged,
    CustomCodeRequired,
    ForeignCode,
)
# Asked only where there is a policy: the first before its waivers are applied, the others
# afterwards.
LIMIT_RULES: tuple[type[PolicyRule], ...] = (
    LicenceNotPermitted,
    OrganisationNotPermitted,
    HubNotPermitted,
)
WAIVER_RULES: tuple[type[PolicyRule], ...] = (WaiverExpired, WaiverUnused, WaiverTooBroad)
POLICY_RULES = LIMIT_RULES + WAIVER_RULES
# Asked only where a run is held against a lock.
LOCK_RULES: tuple[type[LockRule], ...] = (
    LockedUnreadable,
    LockedLicence,
    LockedWeights,
    LockedCode,
    LockedLineage,
    LockedGating,
    LockedDisclosure,
    LockedCommit,
    NotLocked,
    LockedFlag,
)
DOCUMENTED: tuple[type[Documented], ...] = (*RULES, *POLICY_RULES, *LOCK_RULES)


_SHORTEST_BEGINNING = 2


@cache
def every_rule() -> tuple[RuleInfo, ...]:
    """The documentation of all rules, by family and code."""
    return tuple(
        sorted((one.info() for one in DOCUMENTED), key=lambda info: (info.family, info.code))
    )


def rules_named(word: str) -> frozenset[str]:
    """Codes of the rules that a word means: a code or its beginning, a name, or a family; in any
    case."""
    wanted = word.strip().lower()
    whole = {info.code for info in every_rule() if wanted in (info.name, info.family)}
    begun = {info.code for info in every_rule() if info.code.lower().startswith(wanted)}
    return frozenset(whole | (begun if len(wanted) >= _SHORTEST_BEGINNING else set()))


def rule(code: str) -> type[Documented]:
    """The rule with this code or name, in any case.

    Raises:
        UsageError: There is none.
    """
    wanted = code.strip().lower()
    for candidate in DOCUMENTED:
        if wanted in (candidate.code.lower(), candidate.name):
            return candidate
    raise UsageError(f"there is no rule {code!r}", "`provenance rules` lists them.")
