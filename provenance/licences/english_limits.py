"""English words that restrict a use.

Each expression has a bounded width, so reading a sentence takes linear time.
"""

from __future__ import annotations

from provenance.licences.claim import Limit

_ADJECTIVES = r"(?:academic|scientific|scholarly|educational|personal|private|internal)"
_PURPOSE = rf"(?:{_ADJECTIVES}[ ,/-]{{1,3}}(?:and |or )?)?"
_STUDIES = r"research|academic|educational|scientific|scholarly|teaching|classroom|students?"
_STUDY = rf"{_PURPOSE}(?:{_STUDIES})"
_PRIVATE = r"(?:personal|private|hobby|hobbyist|home|household)"
_NON_COMMERCIAL = rf"{_PURPOSE}(?:non-?\s?commercial|non-?\s?profit|not-for-profit)"
USE = r"(?:use|usage|uses|purposes?)"
_ONLY = r"\b(?:only|solely|strictly|exclusively|purely)"
_GRANTED = r"(?:intended|available|permitted|allowed|licen[cs]ed|released|provided)"
_FOR = rf"(?:be used )?(?:{_GRANTED} )?(?:for|to be used for) (?:\w+ )?"
_LIMITED = r"\b(?:(?:limited|restricted|confined) (?:only )?to|reserved (?:only )?for) (?:\w+ )?"
_DENIED = (
    r"(?:strictly |expressly |explicitly |still |therefore )?"
    r"(?:prohibited|forbidden|excluded|disallowed|banned|barred|restricted|off[- ]limits|ruled out"
    r"|not (?:allowed|permitted|granted|authori[sz]ed|licen[cs]ed|included|covered|ok(?:ay)?))"
)
_IS = r"(?:,? (?:is|are))?"
_GIVEN = (
    r"\b(?:released|available|provided|licen[cs]ed|distributed|shared|granted|permitted|allowed"
    r"|free|open(?:ed)?|use[ds]?)\b[^.]{0,60}?\bfor"
)
_NEVER = r"\b(?:not|cannot|can't|never|nor|don't|mustn't) (?:be )?"
_COMMERCIAL_USE = (
    r"\bcommercial (?:use|usage|uses|users?|purposes?|applications?|deployment|exploitation)\b"
)
_WITHOUT = r"without (?:a |an |the |our |prior |express |separate |written )+"
_LICENCE = r"(?:licen[cs]e|agreement|permission|consent|approval)"
# Paid activities, and who carries them out.
_FOR_MONEY = (
    r"(?:commercial(?:ly)?|for[- ]profit|profit[- ]making|revenue[- ]generating|corporate|business"
    r"|paid)"
)
_COMPANIES = (
    r"(?:compan(?:y|ies)|corporations?|business(?:es)?|enterprises?|commercial users"
    r"|(?:commercial|for-profit) (?:entit(?:y|ies)|organi[sz]ations?|actors?))"
)
_MAY_NOT = rf"(?:may not|must not|cannot|can't|shall not|(?:is|are) {_DENIED})"
_EARN = (
    r"(?:make|earn) (?:any )?(?:money|profit)|(?:generate|gain) (?:any )?(?:revenue|income|profit)"
)
_SCHOLARS = (
    r"(?:academics|researchers?|universit(?:y|ies)|students"
    r"|(?:academic|research|educational) (?:institutions?|organi[sz]ations?|users?|researchers?))"
)
_NO_MARK = (
    r"(?:no\b(?! (?:problem|restriction|limit))|not\b|never\b|none\b|false\b"
    r"|(?:prohibited|forbidden|denied|excluded|disallowed)\b|[❌✗✘✖✕×🚫⛔❎])"
)
_PLACES = (
    r"(?:(?:the )?(?:European Union|European Economic Area|United Kingdom|United States|EU|EEA|UK"
    r"|(?-i:USA?)|Russian Federation|People's Republic of China)"
    r"|(?:mainland |North |South )?(?:China|Korea|Europe|Russia|Iran|Japan|Germany|France|Italy"
    r"|Austria|Switzerland|Spain|Portugal|India|Brazil|Canada|Mexico|Australia|Taiwan"
    r"|Singapore|Vietnam|Turkey|Israel|Ukraine|Poland|Netherlands|Sweden|Norway|Denmark|Finland))"
)
_PLACE_LIST = rf"{_PLACES}(?:(?:, | and |, and | or ){_PLACES}){{0,6}}"
_OFFERED = (
    r"(?:available|licen[cs]ed|granted|offered|permitted|allowed|used?|downloaded|distributed"
    r"|accessed|intended|applicable|apply|applies)"
)
_PEOPLE = (
    r"(?:users?|persons?|people|individuals?|residents?|entit(?:y|ies)|organi[sz]ations?"
    r"|compan(?:y|ies)|businesses)"
)
_EXCEEDS = (
    r"\b(?:more than|over|exceed(?:s|ing)?|above|greater than|at least|fewer than|less than"
    r"|under|below|up to)\b"
)
_NEEDS = (
    r"\b(?:must|need(?:s|ed)?|requires?|required|requests?|contact|permission|licen[cs]es?"
    r"|agreement|may not|cannot|free)\b"
)
_DO_NOT = r"\b(?:do not|don't|may not|must not|mustn't|cannot|can't|shall not|should not|never)"
_HAND_ON = (
    r"(?:re-?distributed?|re-?upload(?:ed)?|re-?post(?:ed)?|re-?host(?:ed)?|re-?publish(?:ed)?"
    r"|sub-?licen[cs]ed?|(?:re-?)?sell|(?:re-?)?sold|mirror(?:ed)?)"
)
_BARRED = (
    r"\b(?:not|cannot|can't|never|don't|mustn't|prohibit(?:s|ed)?|forbid(?:s|den)?"
    r"|disallow(?:s|ed)?"
    r"|bars?|against)\b"
)

ENGLISH_PATTERNS: tuple[tuple[Limit, tuple[str, ...]], ...] = (
    (
        Limit.NON_COMMERCIAL,
        (
            rf"{_ONLY} (?:{_FOR}|by |to ){_NON_COMMERCIAL}\b",
            rf"{_LIMITED}{_NON_COMMERCIAL}\b",
            rf"\b{_NON_COMMERCIAL}(?: (?:and|or) {_STUDY})?(?: research)?"
            rf" (?:{USE}|organi[sz]ations|institutions|entities),? only\b",
            rf"\b(?:for|by) {_NON_COMMERCIAL}\b[^.]{{0,60}}?\bonly\b",
            rf"{_GIVEN} {_NON_COMMERCIAL}\b",
            rf"\b{_NON_COMMERCIAL} {USE} (?:is|are) (?:fine|ok(?:ay)?|allowed|permitted|free)\b",
            r"\bnon-?\s?commercial (?:models?|weights|checkpoints?|releases?|versions?|datasets?"
            r"|terms)\b",
            r"^\W*(?:strictly )?(?:non-?\s?commercial|NC)(?: use| purposes?)?(?: only)?\W*$",
            rf"\b{_FOR_MONEY}[ -](?:{USE}|applications?|exploitation|redistribution|deployment"
            rf"|services?|products?)(?: of [^.]{{1,60}}?)?{_IS} {_DENIED}\b",
            rf"{_COMMERCIAL_USE}\s?[:?|=–—-]\s?\W{{0,4}}{_NO_MARK}",
            rf"^commercial(?: allowed| permitted)?\s?[:?|=]\s?\W{{0,4}}{_NO_MARK}",
            rf"\bus(?:e|age) (?:for|in|by) (?:any |a )?(?:profit|{_FOR_MONEY}|{_COMPANIES})\b"
            rf"[^.]{{0,40}}?{_IS} {_DENIED}\b",
            rf"\b{_COMPANIES} {_MAY_NOT}(?! (?:have|be able|be aware|want|need|know))\b",
            rf"{_NEVER}(?:{_GRANTED} )?(?:used |use (?:[\w-]+ ){{0,4}}?)?(?:for|in) (?:any |a )?"
            rf"(?:{_FOR_MONEY}|profit)\b",
            rf"{_NEVER}(?:[\w-]+ ){{0,6}}?to (?:{_EARN})\b",
            rf"{_NEVER}(?:{_EARN}|profit from|moneti[sz]e|commerciali[sz]e)\b",
            rf"\bmoneti[sz](?:ation|ing)\b[^.]{{0,40}}?{_IS} {_DENIED}\b",
            rf"\bno (?:commercial|for-profit|business) (?:{USE}|exploitation|applications?)\b",
            rf"{_NEVER}(?:use[ds]? |exploit(?:ed)? |sold )(?:[\w-]+ ){{0,4}}?commercially\b",
            r"\bprohibits? (?:any )?commercial\b",
            r"\bnon-?\s?commercial (?:research |community )?licen[cs]e\b",
            rf"{_NEVER}(?:[\w-]+ ){{0,4}}?by (?:[\w-]+ ){{0,2}}?{_COMPANIES}\b",
            r"\bno (?:moneti[sz]ation|money[- ]making|profit[- ]making)\b",
            r"(?<!with )\bno (?:companies|corporations|businesses|enterprises"
            r"|(?:commercial|corporate|business) users?)\b",
            rf"{_DO_NOT} (?:be )?(?:used? [^.;]{{0,40}}?)?(?:to )?(?:offer|provide|sell|run|power)"
            r"(?:ed)? (?:an? |any )?(?:paid|commercial|for-profit) (?:services?|products?|apps?)\b",
        ),
    ),
    (
        Limit.RESEARCH_ONLY,
        (
            rf"{_ONLY} {_FOR}{_STUDY}\b",
            rf"{_LIMITED}(?:{_STUDY}|{_SCHOLARS})\b",
            rf"\bfor {_STUDY}(?:,? and {_STUDY})? {USE}?,? ?(?:only|exclusively)\b",
            rf"\b{_STUDY}(?: and {_STUDY})? {USE} (?:only|exclusively)\b",
            rf"{_ONLY} (?:available )?(?:to |by |for )(?:\w+ )?{_SCHOLARS}\b",
            rf"{_ONLY} (?:\w+ )?{_SCHOLARS} (?:may|can|are allowed)\b",
            rf"\b(?:by|to|for) {_SCHOLARS}\b[^.]{{0,60}}?\bonly\b",
            r"\b(?:research|academic|educational)[- ]only\b",
        ),
    ),
    (
        Limit.PERSONAL_ONLY,
        (
            rf"{_ONLY} {_FOR}(?:your (?:own )?)?{_PRIVATE} {USE}\b",
            rf"{_LIMITED}{_PRIVATE} {USE}\b",
            rf"\b{_PRIVATE} {USE},? only\b",
            rf"\b(?:free|allowed|permitted|available|licen[cs]ed) (?:only )?for {_PRIVATE} {USE}\b",
        ),
    ),
    (
        Limit.EVALUATION_ONLY,
        (
            r"\b(?:for|to) (?:internal |testing and |test and |the purposes? of )?"
            rf"evaluati(?:on|ng)(?: and testing)?(?: {USE})?,? only\b",
            rf"\b(?:evaluation|trial|testing) {USE} only\b",
            r"\bevaluation[- ]only\b",
            rf"{_ONLY} {_FOR}evaluation\b",
            rf"{_ONLY} be used to evaluate\b",
            r"\bfree for evaluation\b",
            r"\blicen[cs]e to use [^.]{0,60}\bfor internal evaluation\b",
            rf"{_LIMITED}evaluation\b",
        ),
    ),
    (
        Limit.NOT_PRODUCTION,
        (
            rf"{_NEVER}(?:{_GRANTED} )?(?:used |use (?:[\w-]+ ){{0,4}}?)?(?:for|in) (?:any )?"
            r"production\b",
            r"\bno production use\b",
            r"\bnon-production (?:use|purposes?|environments?)\b",
            rf"\bproduction (?:use|usage|deployment) (?:is|are) {_DENIED}\b",
        ),
    ),
    (
        Limit.SEPARATE_LICENCE,
        (
            rf"{_COMMERCIAL_USE}[^.]{{0,40}}?\b(?:requires?|needs?|is subject to"
            r"|(?:must|should|need to) (?:obtain|acquire|request|contact|seek|apply)"
            rf"|only (?:with|after|upon)|{_WITHOUT}{_LICENCE})\b",
            rf"\b{_FOR_MONEY} {USE}[^.]{{0,40}}?\b(?:requires?|needs?) [^.]{{0,30}}?"
            rf"(?:{_LICENCE}|subscription)\b",
            rf"\b(?:{_LICENCE}|subscription) (?:is |are )?(?:required|needed|necessary)"
            rf" (?:for|before) (?:any )?{_FOR_MONEY} {USE}\b",
            rf"\b(?:{_COMPANIES}|(?:enterprise|commercial|business) (?:customers|users))"
            r" (?:must|need to|have to|should) (?:buy|obtain|purchase|have|contact|request)\b",
            r"\b(?:contact|e-?mail|write to|reach out to|ask) [^.]{1,60}?\b"
            r"(?:for|about|to (?:obtain|get|discuss)) (?:an? |the |any )?"
            rf"commercial (?:licen[cs](?:e|es|ing)|{USE}|terms)\b",
            rf"\bfor commercial (?:licen[cs](?:e|es|ing)|{USE})\b,?[^.]{{0,30}}"
            r"\b(?:contact|e-?mail|reach out|ask|obtain|see|visit)\b",
            r"\bcommercial (?:licen[cs](?:e|es|ing)|terms|rights) (?:is |are )?"
            r"(?:available|reserved|on request|upon request"
            r"|can be (?:bought|obtained|purchased))\b",
            r"(?<!not )\b(?:need|requires?|must (?:have|obtain|purchase|buy)|(?:have|has) to"
            r" (?:have|obtain|purchase|buy)) (?:to (?:obtain|purchase|buy) )?(?:an? )?"
            r"(?:separate |paid |valid )?commercial licen[cs]e\b",
            r"\b(?:separate|additional|prior|further) (?:written )?(?:commercial )?"
            rf"{_LICENCE} (?:is )?(?:required|needed|necessary) for (?:any )?commercial\b",
        ),
    ),
    (
        Limit.REGISTRATION,
        (
            r"(?<!\bno )\bregistration (?:is )?(?:required|mandatory|needed|necessary)\b",
            r"(?<!\bnot )\b(?:requires?|needs?|subject to|after|upon) (?:prior )?registration\b",
            r"(?<!\bnot )\b(?:must|need to|have to|has to|required to) (?:first )?register\b",
            r"\b(?:please |first )register\b",
        ),
    ),
    (
        Limit.PERMISSION,
        (
            r"(?<!\bnot )\b(?:requires?|needs?|need to (?:ask for|get|obtain|request)|subject to"
            r"|only with|must (?:ask for|get|obtain|request|seek))\b(?:(?! not\b) [\w'’-]+){0,4}?"
            r" (?:approval|consent|permission|authori[sz]ation)\b",
            r"\b(?:prior|written) (?:written )?(?:approval|consent|permission|authori[sz]ation)"
            r" (?:is |of [^.]{1,40} is )?(?:required|needed|necessary)\b",
            r"^\W*(?:please )?(?:ask|contact)(?: [\w'’@.-]+){1,6}? for (?:\w+ )?permission\b",
            r"\b(?:must|need to|have to|required to) (?:first )?(?:sign|execute|enter into)"
            r" (?:an?|the|our) (?:[\w-]+ ){0,3}?(?:agreement|nda|contract)\b",
        ),
    ),
    (
        Limit.CONDITION,
        (
            # Where it may be used.
            rf"\b(?:not|cannot|never|nobody)\b[^.;]{{0,60}}?\b{_OFFERED}\b[^.;]{{0,40}}?"
            rf"\b(?:in|to|within|by|for|from|inside)\b[^.;]{{0,40}}?\b{_PLACES}\b",
            rf"\b{_OFFERED}\b[^.;]{{0,60}}?\b(?:excluding|except|outside|other than|but not)\b"
            rf"[^.;]{{0,20}}?\b{_PLACES}\b",
            rf"\b{_PEOPLE}\b[^.;]{{0,40}}?\b{_PLACES}\b[^.;]{{0,30}}?"
            rf"(?:{_MAY_NOT}|\b(?:is|are) (?:not|excluded)\b)",
            rf"\b(?:only|solely|exclusively) (?:be )?{_OFFERED}[^.;]{{0,30}}?"
            rf"\b(?:in|within|inside) {_PLACES}\b",
            rf"\b{_OFFERED}\b[^.;]{{0,30}}? (?:in|within|inside) {_PLACE_LIST},? only\b",
            rf"\b{_OFFERED} (?:only|solely|exclusively) (?:in|within|inside) {_PLACES}\b",
            # How many users or how much money its user may have.
            rf"{_EXCEEDS}[^.;]{{0,12}}\d[^.;]{{0,24}}\busers\b[^;]{{0,80}}?{_NEEDS}",
            rf"{_NEEDS}[^;]{{0,80}}?{_EXCEEDS}[^.;]{{0,12}}\d[^.;]{{0,24}}\busers\b",
            rf"\b(?:revenues?|turnover|funding)\b[^.;]{{0,30}}?(?:{_EXCEEDS})?[^.;]{{0,12}}\d"
            rf"[^;]{{0,80}}?{_NEEDS}",
            rf"{_NEEDS}[^;]{{0,80}}?{_EXCEEDS}[^.;]{{0,12}}\d[^.;]{{0,40}}?"
            r"\b(?:revenues?|turnover|funding)\b",
            # Handing it on.
            rf"(?<!\bwe )(?<!\bwill ){_DO_NOT} (?:be )?(?:[\w-]+ (?:or|and|,) )?{_HAND_ON}\b",
            rf"\b(?:re-?distribution|re-?upload(?:s|ing)?|re-?posting|re-?hosting|re-?sale|resale"
            rf"|re-?selling|sub-?licensing)\b[^.;]{{0,60}}?{_IS} {_DENIED}\b",
            r"\bno (?:re-?distribution|re-?uploads?|re-?uploading|re-?posting|re-?hosting|re-?sale"
            r"|resale|re-?selling|merging)\b",
            # Competing, and training other models.
            rf"{_BARRED}[^.;]{{0,80}}?\b(?:us(?:e|ed|ing)|develop\w*|build\w*|train\w*|creat\w*"
            r"|offer\w*|made?)\b[^.;]{0,60}?\bcompet(?:e|es|ing|itors?)\b",
            rf"{_BARRED}[^.;]{{0,60}}?\b(?:outputs?|generations|completions)\b[^.;]{{0,40}}?"
            r"\b(?:to|for) (?:train|improv|develop|distill?|fine-?tun)\w*",
            rf"\b(?:outputs?|generations|completions)\b[^.;]{{0,40}}?{_MAY_NOT}[^.;]{{0,12}}?"
            r"\bused?\b[^.;]{0,40}?\b(?:to|for) (?:train|improv|develop|distill?|fine-?tun)\w*",
            # Who may use it.
            rf"\b(?:competitors?|employees|governments?|agencies|militar(?:y|ies)|citizens)\b"
            rf"[^.;]{{0,30}}?{_MAY_NOT}[^.;]{{0,12}}?\b(?:use|access|download)\b",
            r"\b(?:under|subject to|requires?|after signing|sign(?:ing)?) (?:an? |our |the )?nda\b",
            # Kept back altogether.
            r"^\W*(?:strictly |company )?confidential\b",
            r"\b(?:models?|weights|checkpoints?|datasets?|files?|repository|work)"
            r" (?:is|are|remains?) (?:strictly )?(?:confidential|proprietary)\b",
            # An item of a list of permitted uses that is not ticked.
            r"^\[ \] {1,3}(?:[\w-]+ ){0,3}commercial(?:ly\b| us(?:e|age)\b| purposes?\b)",
        ),
    ),
    (
        Limit.NO_DERIVATIVES,
        (
            r"\bno derivatives?(?: works?)?\b(?! or)",
            r"\b(?:may|must|shall|can) ?not (?:\w+,? )?"
            r"(?:modify|adapt|alter|fine-?tune|create derivative)\b",
            rf"\b(?:modification|derivative works?|fine-?tuning) (?:is|are) {_DENIED}\b",
        ),
    ),
)
"""Limits with the expressions that state them."""

_AIM = (
    rf"(?:(?:non-?\s?commercial|demonstration|demo|testing|trial|evaluation|{_PRIVATE}|{_STUDY}))"
)
_AIMS = rf"{_AIM}(?:(?:,|,? and|,? or| ?/| ?&) (?:\w+ )?{_AIM}){{0,3}}"
_PUBLISHED = (
    r"(?:released|available|provided|inten[dt]ed|shared|published|meant|licen[cs]ed|distributed"
    r"|open-?sourced|used?|granted|offered|made public|designed|developed|built|created)"
)

ENGLISH_AIMS: tuple[str, ...] = (
    rf"\bfor (?!this )(?:the )?(?:\w+ )?{_AIMS} (?:{USE}|only)\b",
    rf"\b{_PUBLISHED}\b[^.;]{{0,60}}?\b(?:for|to (?:support|further|facilitate|advance|enable))"
    r" (?:the )?(?:\w+ )?(?:open |further |academic |scientific )?(?:research|evaluation|education)"
    r"(?: and (?:research|education|evaluation))?\s*(?=[.,;:!)]|$|and\b)",
    rf"^\W*(?:for )?{_AIMS} {USE}\W*$",
    r"\bresearch (?:preview|artifact|artefact|prototype|release|model|checkpoint)\b",
    rf"\b(?:your )?own {_PRIVATE} {USE}\b",
    rf"^\W*(?:only )?(?:for|by) (?:{_SCHOLARS}|individuals|hobbyists|private persons)\W*$",
    r"\b(?:trial|demo|preview|evaluation) (?:version|release|checkpoint)\b",
)
"""What a work is said to be meant for, without a word that it is for nothing else."""

ENGLISH_AIM_WORDS = (
    r"commercial|demo|test|trial|evaluation|preview|personal|private|hobby|home|household"
    r"|research|academic|education|scientific|scholarly|teaching|classroom|student|universit"
    r"|individuals"
)
"""One of these stands in every sentence that any of the aims fits."""

ENGLISH_TERMS = (
    r"\bcommerc|\bfor[- ]profit|\bnon-?profit|\bmoneti|\b(?:re)?s(?:ell|old|ale)\b|\bacademic"
    r"|\bnon-?commercial|\bresearch (?:use|purpose|only)|\b(?:personal|private|internal) use"
    r"|\bevaluation (?:use|purpose|only)|\b(?:permission|consent|approval|authori[sz]ation)\b"
    r"|\bprohibit|\bforbid|\bnot (?:be )?(?:allowed|permitted|used|shared|distributed|for)\b"
    r"|\b(?:may|must|shall|can|do) ?n[o']t\b|\brestrict(?:s|ed)\b|\bconfidential|\bproprietary"
    r"|\b(?:sign|(?<!no )registration|register)\b|\bonly (?:be|for|by|with|to|in)\b"
    r"|\ball rights (?:are )?reserved\b|\bwill be (?:released|licen[cs]ed|available)\b"
    r"|\b(?:was|were|formerly|previously|until) (?:[\w-]+ ){0,3}?"
    r"(?:licen[cs]ed|open[- ]source|mit|apache|gpl)\b"
)
"""Words of terms: in a section on the licence, a sentence that holds one is never passed over."""

ENGLISH_WORDS = (
    r"commerc|research|academic|educational|scientific|scholar|teaching|classroom|student|evaluat"
    r"|production|regist|derivative|modif|adapt|alter|tun|profit|moneti|money|revenue|income|paid"
    r"|business|compan|corporat|enterprise|personal|private|hobby|household|trial|testing|\bnc\b"
    r"|permission|consent|approval|authori|agreement|\bnda\b|contract|universit"
    r"|distribut|upload|post|host|publish|licen[cs]|sell|sold|sale|mirror|merging|users|turnover"
    r"|competitor|employee|government|agenc|militar|citizen|subscription"
    r"|funding|confidential|proprietary|compet|output|generations|completions|\beu\b|\beea\b|\buk\b"
    r"|\busa?\b|union|europe|united|china|korea|russia|iran|japan|germany|france|italy"
    r"|austria|switzerland|spain|portugal|india|brazil|canada|mexico|australia|taiwan|singapore"
    r"|vietnam|turkey|israel|ukraine|poland|netherlands|sweden|norway|denmark|finland"
)
"""One of these stands in every sentence that any of the limits fits."""
