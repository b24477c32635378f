"""Rules judge a lineage; each is one file that documents itself, and one line in this list."""

from __future__ import annotations

from provenance.errors import UsageError
from provenance.rules.base import Rule
from provenance.rules.card.broken import FrontMatterBroken
from provenance.rules.card.missing import CardMissing
from provenance.rules.card.template import CardIsTemplate
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
from provenance.rules.lineage.base_undeclared import BaseUndeclared
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
from provenance.rules.privacy.contradicted import PersonalDataContradicted
from provenance.rules.privacy.fine_tuning_data import FineTuningDataUnstated
from provenance.rules.privacy.personal_columns import PersonalColumnsUnexplained
from provenance.rules.privacy.placeholder import PrivacySectionPlaceholder
from provenance.rules.privacy.profile import ProfileUnanswered
from provenance.rules.privacy.records import RecordsUndescribed
from provenance.rules.privacy.scan import ScanUnexplained
from provenance.rules.weights.flagged import FileFlagged
from provenance.rules.weights.pickle import WeightsCanExecute
from provenance.rules.weights.remote_code import CustomCodeRequired

RULES: tuple[type[Rule], ...] = (
    CardMissing,
    FrontMatterBroken,
    CardIsTemplate,
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
    SourcesDisagree,
    CircularLineage,
    BaseUndeclared,
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
)


def rule(code: str) -> type[Rule]:
    """The rule with this code or name, in any case.

    Raises:
        UsageError: There is none.
    """
    wanted = code.strip().lower()
    for candidate in RULES:
        if wanted in (candidate.code.lower(), candidate.name):
            return candidate
    raise UsageError(f"there is no rule {code!r}", "`provenance rules` lists them.")
