"""Figures as cards write them, and the names of measures."""

from __future__ import annotations

import re

from provenance.facts.own_name import bare

NUMBER = (
    r"[-+−~≈]?(?:\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,20})?|\.\d{1,20})(?:e[-+]?\d{1,3})?\s?%?"
    r"(?:\s?(?:±|\+/-)\s?\d{0,6}\.?\d{1,6}%?)?"
)
# One figure, a range such as 92–99, or two with a stroke between them under a head such as `EM/F1`.
_FIGURE = re.compile(
    rf"{NUMBER}(?:\s?/\s?{NUMBER}|[–-]{NUMBER})?(?: per [a-z]{{2,12}})?", re.IGNORECASE
)
METRIC_NAME = (
    r"(?:(?:macro|micro|weighted|avg|average|mean|top[- ]?[15]|dev|test|validation|eval)[- ])?"
    r"(?:accuracy|acc|precision|recall|f1(?:[- ]?(?:score|measure))?|f[- ]?(?:score|measure)"
    r"|exact(?:[- ]match)?|em|(?:sacre)?bleu(?:-?\d)?|rouge(?:[- ]?(?:[12l]|lsum))?|meteor"
    r"|chrf(?:\+\+)?|ter|wer|cer|mcc|matthews correlation|roc[- ]auc|au(?:c|roc|prc)|map|mrr"
    r"|ndcg(?:@\d{1,3})?|(?:hits?|pass|recall|precision)@\d{1,3}|perplexity|ppl|loss|rmse|mae|mse"
    r"|r2|r²|pearson(?:[- ]r)?|spearman(?:[- ](?:rho|correlation))?|bp[bc]|m?iou|fid|psnr|ssim"
    r"|[ft]pr|eer|las|uas|specificity|sensitivity)"
)
_METRIC = re.compile(METRIC_NAME)


def is_figure(text: str) -> bool:
    """Whether a cell is one number, optionally with a percent sign or a deviation, or two with a
    stroke between them."""
    return bool(_FIGURE.fullmatch(bare(text))) and has_digit(text)


def has_digit(text: str) -> bool:
    """Whether a text has a digit."""
    return any(map(str.isdigit, text))


def is_metric(text: str) -> bool:
    """Whether a text is the name of a measure: `F1`, `macro precision`, `ROUGE-L`."""
    return bool(_METRIC.fullmatch(text.strip().casefold()))
