"""Read what sentences state of how a model was made: training, its data and hardware, preparation,
architecture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.facts.labels import labelled
from provenance.facts.pointers import states_nothing
from provenance.facts.preparation import PREPARED_TEXT
from provenance.facts.prose import SpokenSentence, own_sentences, read_sentences
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Evidence

TRAINED, DATA, HARDWARE = "trained", "data", "hardware"
PREPARED = "prepared"
MOST_EACH = 6
LONGEST_TITLE = 160

# Headings of sections in which a sentence does not say how the model was made.
ELSEWHERE = re.compile(
    r"\b(?:citations?|references|acknowledge?ments?|licen[cs]e|changelog|news|related|comparison"
    r"|limitations?|bias|ethic\w*|troubleshooting|usage|how to use|get started|quick ?start)\b"
)
# Sections in which a sentence of any subject says how the model was made.
_ABOUT_TRAINING = re.compile(
    r"\b(?:pre ?|post ?)?train(?:ing|ed)?\b|\bfine ?tun(?:ing|ed)\b|\b(?:data|corpus|corpora)\b"
    r"|\bdata ?sets?\b|\btokeni[sz]\w*\b|\bhow (?:it|the model) was\b|학습|훈련|데이터"
)
# What a user may do is not what was done.
_POSSIBLE = re.compile(
    r"\b(?:(?:can|could|may|should|must|will|would|to|then|easily)(?: \w+)? be|being"
    r"|you (?:can|may)|(?:want|aim|plan|intend|able) to|recommend\w*|for|before|without|aimed at)"
    r"(?: \w+)? (?:pre-?|further )?(?:fine-?tun|train)\w*",
    re.IGNORECASE,
)
_TRAINED = re.compile(
    r"\b(?:pre-?|post-?)?train(?:ed|ing (?:data|corpus|process|procedure|stages?|was|consist\w*))\b"
    r"|\bfine-?tuned\b|\b(?:pre-?train|fine-?tune) (?:it|them|the|this|our)\b|\bdistilled\b"
    r"|\bwe (?:also |further |then )?(?:pre-?train|train|fine-?tune)\b|\bare training\b"
    r"|\binitiali[sz]ed (?:on|with|from)\b"
    r"|학습(?:하였|했|시켰|되었|시켜|한|하여|된)|훈련(?:하였|했|되었|시켰)",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"\b(?:on|from|with|using|by|for|in|version|via|based)\b|[은는이가을를로]\s", re.IGNORECASE
)
_NOUN = (
    r"(?:data ?sets?|corpus|corpora|data|articles?|tweets|texts?|wikipedia|books?|dumps?|tokens"
    r"|samples|examples|images|hours|pairs|reviews|(?<!inference )code"
    r"|sentences|documents|데이터\w*|말뭉치|코퍼스)"
)
# Two patterns, because one over the whole distance would cost its square.
_LEARNT = re.compile(r"\btrain(?:ed|ing)\b|\b(?:fine-?|fine )?tuned\b", re.IGNORECASE)
_FROM_DATA = re.compile(
    rf"\b(?:on|using|with|from|of)\b[^.]{{0,100}}?\b{_NOUN}\b"
    r"|(?:train|tun)ed on (?:the )?(?-i:[A-Z])[\w.-]{2,40}(?! (?:GPUs?|TPUs?|Colab))",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\b(?:source|training|pre-?training) (?:data|corpus|dataset)\b"
    r"|\bmodel on (?:the )?[\w ]{2,40}\b(?:corpus|dataset|data)\b"
    r"|(?:데이터\w*|말뭉치|코퍼스|text)(?:로|을|를|으로) [^.]{0,40}?학습",
    re.IGNORECASE,
)
# `The research pipeline uses conversational datasets`, in a section on training.
_USES_DATA = re.compile(
    rf"[^.]{{0,80}}?\b(?:uses?|used|utili[sz]es?|consists? of|includes?|comprises?|generated|drawn"
    rf" from|sourced from)\b[^.]{{0,100}}?\b{_NOUN}\b",
    re.IGNORECASE,
)
# The data of a sentence on the machine is what one step takes: `a batch of 8192 sentences`.
_LEARNT_ON_MACHINE = re.compile(
    r"\btrained on (?:an? |the )?(?:[\w-]{1,20} ){0,3}(?:clusters?|GPUs?|TPUs?|nodes?|servers?)\b",
    re.IGNORECASE,
)
_OUTPERFORMS = re.compile(r"\boutperforms?\b", re.IGNORECASE)
_USABLE = re.compile(r"\b(?:can|may|could|should) be used\b|\binstructions\b", re.IGNORECASE)
_MACHINE_NAME = (
    r"\b(?:[TG]PUs?|[AHVP]\d{2,3}0?s?|RTX ?\d{4}|Trainium|Gaudi ?\d?)\b"
    r"(?! (?:memory|require|time))"
)
_MACHINE = re.compile(_MACHINE_NAME)
# Below a heading on training, what was used is what it was trained with.
_ON_MACHINE = re.compile(
    rf"\b(?:on|using|uses?|used|with|took|via|by)\b[^.]{{0,60}}?{_MACHINE_NAME}",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\b(?:train|pre-?train|fine-?tun|learn)\w*|\bhours?\b|\bsteps\b|학습|훈련",
    re.IGNORECASE,
)
# Sentences of these kinds name their own subject: `we evaluate it on`, `the training took`.
_OF_ANY_SUBJECT = re.compile(
    r"\b(?:we|our|was|were|model|its|full|entire)\b|^(?:pre-?)?train(?:ed|ing)\b|\btraining took\b"
    r"|학습(?:하였|했)",
    re.IGNORECASE,
)
_OF_USERS = re.compile(
    r"\b(?:you|your|users?|please|recommend\w*|inference|runs? on|deploy\w*|without any|minimum"
    r"|notebooks?|scripts?|download)\b",
    re.IGNORECASE,
)
_OF_DATA = re.compile(
    r"\b(?:text\w*|data\w*|corpus|corpora|sentences?|tokens?|inputs?|images?|samples?|examples?"
    r"|sequences?|articles?|documents?|tweets?|words|captions?|audio|statements?|comments?|posts?"
    r"|reviews?|prompts?|records?|characters?)\b|데이터|말뭉치|문장|텍스트",
    re.IGNORECASE,
)
_PATTERNS = {
    DATA: (_LEARNT, _FROM_DATA),
    HARDWARE: (_MACHINE, _USED, _OF_ANY_SUBJECT),
    PREPARED: (PREPARED_TEXT, _OF_DATA),
    TRAINED: (_TRAINED, _LINKED),
}
# Models whose name is that of a family with more: `SingBert`, `XLM-RoBERTa-large`.
_NAMED_AFTER_FAMILY = (
    r"(?:[A-Z][\w-]{0,19})?(?:BERT|Bert)[\w-]{0,24}|[\w-]{0,8}Ro[Bb][Ee][Rr][Tt]a[\w-]{0,10}"
)
# Given names that end like one of them.
_NO_FAMILY = r"(?!(?:Al|He|Her|Gil|Hu|Ro|Nor|Lam)bert(?![\w-]))"
_FAMILY = r"(?:roberta|bert|electra|gpt-?2|gpt-?neox?|gpt-j|bart|t5)"
_FURTHER_PARTS = r"(?:[-_][A-Za-z0-9.]{1,16}){0,4}"
# How hubs write names of bases: `allenai/scibert_scivocab_uncased`, `distilgpt2`.
_AS_ON_HUBS = (
    rf"(?:[\w-]{{1,40}}/)?[a-z]{{0,10}}-?{_FAMILY}{_FURTHER_PARTS}|(?i:{_FAMILY}){_FURTHER_PARTS}"
)
_OTHER_FAMILY = (
    r"(?:[A-Za-z]{0,8}GPT-?[\w.]{0,6}|dialogpt|dialoggpt|DINO(?:v2)?"
    r"|(?i:stable[- ]diffusion)[\w.-]{0,30}"
    r"|EfficientNet|MobileNet|Xception|Inception|VGG|YOLO|SVM|XGBoost|LightGBM|CatBoost|TF-IDF"
    r"|(?i:logistic regression|random forest|linear regression|gradient boosting|decision tree"
    r"|naive bayes|support vector machine)"
    r"|XLNet|Pegasus|Longformer|BigBird|Reformer|(?:Funnel )?Transformer(?:-XL)?"
    r"|Mistral|Mixtral|ViT|ConvNeXt|ResNet|CLIP|Whisper|[Ww]av2[Vv]ec ?2?(?:\.0)?|HuBERT"
    r"|Conformer|Tacotron ?2?|VITS|U-?Net|Mamba|RWKV|(?:Bi)?LSTM|CNN|MoE|LLM)"
)
_NAME = (
    rf"(?:{_NO_FAMILY}(?:{_NAMED_AFTER_FAMILY}|{_AS_ON_HUBS})"
    rf"|{_OTHER_FAMILY}{_FURTHER_PARTS}|Vision Transformers?"
    r"|Llama[- ]?[\d.]{0,4}(?:-\d{1,3}B)?(?! (?!Model|Architecture)[A-Z][a-z])"
    r"|Gemma[- ]?\d?|Qwen[\d.]{0,4}"
    r"|(?i:encoder[- ]?decoder|decoder-only|encoder-only|sequence[- ]to[- ]sequence|seq2seq"
    r"|mixture[- ]of[- ]experts|transformers?|latent diffusion|diffusion|auto-?regressive"
    r"|(?:masked |large |generative )?language models?|(?:large )?multi-?modal models?"
    r"|vision[- ]language models?"
    r"|(?:generative|foundation|embedding) models?|neural networks?"
    r"|대규모 언어 모델))"
)
_ARCHITECTURE = re.compile(rf"(?<![\w-]){_NAME}(?![\w-])")
# A name counts where it is said what the model is.
_IS = re.compile(
    r"\b(?:is|are|was|were|releases?|present|introduce|contains?|of|from|on|sourced?|an?|the|these"
    r"|pre-?trained|based|adopts?|follow|using|including)\b|^[^.]{0,30}$|^pre-?trained"
    r"|[은는이가]\s",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"\s?(?:\([\w ]{1,20}\) ?)?(?:[\w()/-]{1,24}[, ]{1,2}){0,3}"
    r"(?:models?(?! cards?\b)|architectures?|classifiers?|networks?|versions?|weights"
    r"|instance|checkpoints?|variants?|language model|family|모델|LLM|LMs?)",
    re.IGNORECASE,
)
# A model card that another one is based on.
_OF_A_CARD = re.compile(r"\s?(?:[\w.-]{1,20} ){0,2}model cards?\b", re.IGNORECASE)
# A name that ends so says by itself what the model is.
_KINDS = ("model", "network", "transformer")
# What it was made from is what it is.
_WEIGHTS_OF = re.compile(
    r"(?:\b(?:weights|checkpoints?|versions?|generator|encoder|decoder) (?:for|of)"
    r"|\b(?:initiali[sz]ed|trained|fine-? ?tuned|distilled|derived|adapted) (?:with|from)"
    r"|\bbased on) (?:the |an? |our |original |pre-?trained |[\w.-]{1,30}(?:['’]s )?/?){0,3}$",
    re.IGNORECASE,
)
# What may stand before an architecture that is the subject: nothing, its maker, or `This is a`.
_BEFORE_SUBJECT = re.compile(
    r"(?:[\w-]{2,30}['’]s )?|(?-i:(?:[A-Z][\w-]{2,20} ){1,2})"
    r"|(?:This|It|The) (?:(?:model|checkpoint) )?(?:is|was|takes)(?: based on)? (?:an? |the )?"
    r"(?:(?:[\w-]{2,20} )?(?:version|checkpoint|instance) (?:of|for) )?",
    re.IGNORECASE,
)
# Words that the names of sizes and vocabularies end with.
_SIZE = r"(?:base|small|large|medium|mini|tiny|xx?l|(?:un)?cased|multilingual|v\d(?:\.\d)?)"
_MADE = re.compile(
    rf"(?: {_SIZE}){{0,3}}(?: models?)? (?:\([^()]{{1,80}}\) )?"
    r"(?:was |is |after being |and )?(?:(?:further|then) )?"
    r"(?:created|trained|pre-?trained|fine-?tun(?:ed|es)|initiali[sz]ed)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:like|such as|unlike|compared|than|similar to|different (?:from|to)|contrary|paper|method"
    r"|(?:introduced|described|presented|proposed) in)\b",
    re.I,
)
_MODEL_LABELS = frozenset(
    {"language model", "base language model", "model architecture", "architecture", "backbone"}
    | {"model type", "base architecture", "모델 구조", "모델 아키텍처", "모델"}
)

_BASE_LABELS = frozenset(
    {"base model", "base", "modele de base", "modèle de base", "базовая модель"}
)


def made(record: ArtifactRecord, what: str) -> Iterator[tuple[str, Evidence]]:
    """The sentences that state one side of how the model was made, at most 6, each once.

    Args:
        record: The record of a model.
        what: One of the kinds above. A sentence about what a user may do does not count.
    """
    seen: set[str] = set()
    for sentence in read_sentences(record, ELSEWHERE):
        known = sentence.text in seen or states_nothing(sentence.text)
        if known or not _states(sentence, what):
            continue
        seen.add(sentence.text)
        yield sentence.text, sentence.place
        if len(seen) == MOST_EACH:
            return


def _states(sentence: SpokenSentence, what: str) -> bool:
    """Whether a sentence states one side of the making."""
    of_training = _ABOUT_TRAINING.search(sentence.title) is not None
    done = _POSSIBLE.sub("", sentence.text)
    if what == HARDWARE:
        is_on_machine = of_training and _ON_MACHINE.search(done)
        is_hardware = is_on_machine or _has_all(_PATTERNS[what], done)
        return bool(is_hardware) and not _OF_USERS.search(sentence.text)
    if what == DATA and (on_machine := _LEARNT_ON_MACHINE.search(done)):
        done = done[: on_machine.start()]
    if _OUTPERFORMS.search(done):
        return False
    if sentence.is_own:
        return _has_all(_PATTERNS[what], done) or (what == DATA and bool(_DATA.search(done)))
    if not of_training or _OF_USERS.search(sentence.text) or _COMPARED.search(done):
        return False
    if what == DATA:
        return bool(_USES_DATA.match(done)) and not _USABLE.search(done)
    return what == PREPARED and _has_all(_PATTERNS[what], done)


def _has_all(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    return all(pattern.search(text) for pattern in patterns)


def titles(record: ArtifactRecord) -> Iterator[tuple[str, Evidence]]:
    """The first heading of each card, at most 160 characters, with its line."""
    for card, document in record.sheets:
        titled = next((section for section in card.walk() if section.title), None)
        if titled is not None:
            line = titled.span.start
            yield titled.title[:LONGEST_TITLE], Evidence.quoting(document, line, line)


def architecture(record: ArtifactRecord) -> Iterator[tuple[str, Evidence]]:
    """What the card calls the model, best first: after such a label, in a title that calls it one,
    in a sentence about the model, in any title that names an architecture."""
    for label in labelled(record):
        is_of_model = label.label in _MODEL_LABELS and label.section != ""
        if is_of_model and not states_nothing(label.value):
            yield label.value, label.evidence
    sentences = [
        (family, place)
        for sentence, place in own_sentences(record, ELSEWHERE)
        if (family := _named_architecture(sentence))
    ]
    headings = list(titles(record))
    for title, place in headings:
        if family := _named_architecture(title):
            # A sentence that repeats it says more.
            repeated = (spoken for spoken in sentences if family.casefold() in spoken[0].casefold())
            yield next(repeated, (family, place))
    yield from sentences
    for title, place in headings:
        name = _ARCHITECTURE.search(_COMPARED.split(title)[0])
        # A title of one word is the model's name, not what it is.
        if name and len(title.split()) > 1:
            yield name[0], place
    for label in labelled(record):
        # What the base is called says what the model is, if nothing else does.
        if label.label in _BASE_LABELS and (name := _ARCHITECTURE.search(label.value)):
            yield name[0], label.evidence


def _is_subject(claim: str, name: re.Match[str]) -> bool:
    """Whether a name is the subject of a claim that says how it was made."""
    is_first = _BEFORE_SUBJECT.fullmatch(claim, 0, name.start())
    return bool(is_first and _MADE.match(claim, name.end()))


def _named_architecture(sentence: str) -> str:
    """The architectures that a sentence calls the model, joined; empty if none."""
    claim = _COMPARED.split(sentence)[0]
    names = [
        match[0]
        for match in _ARCHITECTURE.finditer(claim)
        if not _OF_A_CARD.match(claim, match.end())
        and (
            _FOLLOWED.match(claim, match.end())
            or _WEIGHTS_OF.search(claim, 0, match.start())
            or match[0].lower().rstrip("s").endswith(_KINDS)
            or _is_subject(claim, match)
        )
    ]
    is_said = names and _IS.search(claim[: claim.find(names[0])] or "the")
    return ", ".join(list(dict.fromkeys(names))[:3]) if is_said else ""
