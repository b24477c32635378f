"""Recognise template text: what a card held before its author wrote anything.

The patterns come from the templates of huggingface_hub (model and dataset cards), the older
templates of huggingface/datasets, and cards that training libraries generate. Announcements such as
`TBD` or `coming soon` count too: they fill a slot and state nothing. `N/A` and `not applicable` are
answers.
"""

from __future__ import annotations

import re
from itertools import chain

from provenance.model.card import BlockKind, CardBlock

# Longer text is not a template: the longest template block has 1,000 characters.
MAX_LENGTH = 3_000

_PLACEHOLDER = re.compile(
    r"""[\[(*"'\s]*+(?:
        more\s(?:info|information)(?:\sis)?\s(?:needed|required|to\scome|coming\ssoon)
            (?:\sfor\sfurther\srecommendations)?
        | (?:needs?|requires?)\smore\s(?:info|information)
        | to\s?do | tb[ad] | wip | work\sin\sprogress | coming\ssoon | optional
        | dataset\sname | model\sid
        | (?:to|will)\sbe\s(?:added|announced|determined|updated|completed)(?:\ssoon|\slater)?
        | (?:add|write|insert|summari[sz]e|fill\sin)(?:\s[\w/]+){0,4}\shere
        | (?:더\s?많은\s?|추가\s?|자세한\s?)정보(?:가|는)?\s?필요(?:함|합니다)?
        | 추후\s?(?:공개|업데이트|작성|추가|제공)\s?(?:될\s?)?(?:예정)?(?:입니다)?
        | (?:작성|공개|업데이트|추가|준비)\s?(?:예정|중)(?:입니다)? | 미정 | 미작성
        | [-–—_?]++ | \.{2,} | …
    )[\])*"'\s.!…]*+""",
    re.IGNORECASE | re.VERBOSE,
)
# A sentence ends where a capital, a bracket or Hangul follows its full stop; `e.g. news` does not
# end one.
_SENTENCE_END = re.compile(r"(?<=[.!?\])])\s(?=[A-Z\[가-힣])")
_FIELD = re.compile(r"([^:]{1,60}?)(?: ?\[optional\])?\s?:\s*+(.*)", re.IGNORECASE | re.DOTALL)

# Template rows that authors leave empty.
_LABELS = frozenset(
    (
        "apa",
        "bibtex",
        "carbon emitted",
        "cloud provider",
        "compute region",
        "curated by",
        "demo",
        "developed by",
        "finetuned from model",
        "funded by",
        "hardware type",
        "homepage",
        "hours used",
        "language(s) (nlp)",
        "leaderboard",
        "license",
        "model type",
        "paper",
        "point of contact",
        "repository",
        "shared by",
        "size of downloaded dataset files",
        "size of the generated dataset",
        "total amount of disk used",
        "training regime",
    )
)

# Openings of the sentences that instruct the author or stand in for missing text.
_OPENINGS = (
    # huggingface_hub, model and dataset cards
    "provide a quick summary of",
    "provide a longer summary of what this",
    "provide the basic links for the",
    "address questions around how the",
    "this section is for the model use",
    "this section addresses misuse, malicious use, and uses that the",
    "this section is meant to convey",
    "users (both direct and downstream) should be made aware of the risks, biases and limitations",
    "users should be made aware of the risks, biases and limitations",
    "use the code below to get started with the model",
    "this should link to a data card",
    "this should link to a dataset card",
    "this relates heavily to the technical specifications",
    "content here should link to that section",
    "this section provides information about throughput, start/end time",
    "this section describes the evaluation protocols and provides the results",
    "these are the things the evaluation is disaggregating by",
    "these are the evaluation metrics being used, ideally",
    "relevant interpretability work for the model goes here",
    "total emissions (in grams of co2eq) and additional considerations",
    "edit the suggested text below accordingly",
    (
        "carbon emissions can be estimated using the machine learning impact calculator presented"
        " in lacoste et al"
    ),
    "if there is a paper or blog post introducing the",
    "if relevant, include terms and calculations in this section",
    "this modelcard aims to be a base template for new models",
    "this dataset card aims to be a base template for new datasets",
    "it has been generated using this raw template",
    "this is the model card of a 🤗 transformers model that has been pushed on the hub",
    "fp32, fp16 mixed precision, bf16 mixed precision",
    "this section describes suitable use cases for the dataset",
    "this section provides a description of the dataset fields",
    "motivation for the creation of this dataset",
    "this section describes the source data (e.g. news text",
    "this section describes the data collection and processing process such as",
    "this section describes the people or systems who originally created the data",
    "it should also include self-reported demographic or identity information",
    "if the dataset contains annotations which are not part of the initial data collection",
    "this section describes the annotation process such as",
    "this section describes the people or systems who created the annotations",
    "state whether the dataset contains",
    "if efforts were made to anonymize the data, describe",
    # huggingface/datasets
    "briefly summarize the dataset, its intended use",
    "give an overview of how and why the dataset was created",
    "the summary should explicitly mention the languages",
    "for each of the tasks tagged for this dataset",
    "give a similar description of tasks",
    "provide a brief overview of the languages represented",
    "describe relevant details about specifics of the language",
    "when relevant, please provide bcp-47 codes",
    "provide an json-formatted example",
    "provide a json-formatted example",
    "if available, provide a link to further examples",
    "provide any additional information that is not covered",
    "in particular describe any relationships between data points",
    "list and describe the fields present in the dataset",
    "mention their data type, and whether they are used as input",
    "if the data has span indices, describe",
    "if the datasets contains example ids, state",
    "describe and name the splits in the dataset",
    "describe any criteria for splitting the data",
    "if their are differences between the splits",
    "provide the sizes of each split",
    "as appropriate, provide any descriptive statistics",
    "what need motivated the creation of this dataset",
    "what are some of the reasons underlying the major choices",
    "describe the data collection process",
    "describe any criteria for data selection or filtering",
    "list any key words or search terms used",
    "if possible, include runtime information",
    "if data was collected from other pre-existing datasets, link",
    "if the data was modified or normalized after being collected",
    "state whether the data was produced by humans",
    "describe the people or systems who originally created",
    "if available, include self-reported demographic",
    "instead state that this information is unknown",
    "see larson 2017 for using identity categories",
    "describe the conditions under which the data was",
    "if compensation was provided, include that information",
    "describe other people represented or mentioned in the data",
    "where possible, link to references for the information",
    "if applicable, describe the annotation process",
    "describe the amount of data annotated",
    "describe or reference annotation guidelines",
    "if available, provide interannotator statistics",
    "describe any annotation validation processes",
    "if annotations were collected for the source data",
    "state whether the dataset uses identity categories",
    "describe where this information comes from",
    "state whether the data is linked to individuals",
    "please discuss some of the ways you believe the use of this dataset",
    "the statement should include both positive outlooks",
    "these risks may range from making important decisions more opaque",
    "please also mention in this section if the proposed dataset",
    "provide descriptions of specific biases that are likely",
    "for wikipedia text, see for example dinan et al",
    "if analyses have been run quantifying these biases",
    "if studies of the datasets have outlined other limitations",
    "list the people involved in collecting the dataset",
    "if funding information is known, include it here",
    "provide the license and link to the license webpage",
    "provide the bibtex-formatted reference for the dataset",
    "if the dataset has a doi, please provide it here",
    "thanks to @github-username",
    # training libraries
    "this model card has been generated automatically according to the information",
    "this model card has been automatically generated",
    "you should probably proofread and complete it",
)


def is_template(block: CardBlock) -> bool:
    """Whether a whole block is unreplaced template text.

    Every line and sentence must be: a placeholder, a field with a placeholder or (for the fields of
    the templates) nothing behind its colon, or a sentence that begins as one of the templates'
    does. A list is template text when all of its items are; a table when no cell right of its first
    column holds anything else. A comment never is: nobody sees it, so it fills no slot.
    """
    match block.kind:
        case BlockKind.PARAGRAPH | BlockKind.QUOTE:
            return _says_nothing(*block.text.split("\n"))
        case BlockKind.LIST:
            return _says_nothing(*(text for text, _ in block.items))
        case BlockKind.TABLE:
            cells = list(chain.from_iterable(row[1:] for row in block.rows[1:]))
            return bool(cells) and all(not cell or _says_nothing(cell) for cell in cells)
        case _:
            return False


def _says_nothing(*texts: str) -> bool:
    if sum(map(len, texts)) > MAX_LENGTH or not any(texts):
        return False
    return all(
        _is_template_sentence(sentence) for text in texts for sentence in _SENTENCE_END.split(text)
    )


def _is_template_sentence(sentence: str) -> bool:
    if _PLACEHOLDER.fullmatch(sentence) or sentence.casefold().startswith(_OPENINGS):
        return True
    row = _FIELD.fullmatch(sentence)
    if not row:
        return False
    label, answer = row.groups()
    return (
        bool(_PLACEHOLDER.fullmatch(answer)) if answer else label.casefold().strip(" -") in _LABELS
    )
