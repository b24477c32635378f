"""Clauses in Chinese and Japanese: what decides, with its words and its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences.clauses import read_clauses
from provenance.licences.passages import read_passages

CHINESE = """灯塔模型社区许可协议

第一条 定义
“模型”是指灯塔工作室发布的权重和参数。

第二条 许可
许可方授予您一项不可转让、可撤销的许可。您可以修改模型，也可以向第三方分发模型及其衍生品。
（一）如果您的产品月活跃用户超过三千万，您必须向许可方申请商业授权。
（二）您不得将模型用于军事目的。
（三）您不得使用模型的输出训练与之竞争的其他模型。

第三条 义务
1、您应向接收者提供本协议的副本，并保留所有版权声明。
2、您必须在产品页面以显著方式标注“由灯塔模型提供支持”。
3、如您修改模型，应在文件中标明修改的内容。

第四条 其他
如您违反本协议，您的许可将自动终止。
本协议适用中华人民共和国法律。
"""
JAPANESE = """灯台音声モデル 利用規約

第1条
本モデルは、商用・非商用を問わず利用することができます。

第2条
1. 本モデルの再配布は禁止します。
2. 利用の際は「灯台音声」とクレジットを表記してください。
3. 生成された音声を機械学習の学習データとして利用することはできません。
4. 著作権表示を削除しないでください。

第3条
本規約の準拠法は日本法とします。本規約の内容は予告なく変更されることがあります。
"""
STRICT_JAPANESE = "本データセットは研究目的でのみ利用できます。商用利用は一切できません。\n"


def _clauses(text: str) -> set[tuple[str, str, str, str]]:
    reading = read_clauses(text)
    return {(clause.topic, clause.says, clause.value, clause.place) for clause in reading.clauses}


def test_what_a_chinese_licence_says() -> None:
    clauses = _clauses(CHINESE)
    assert ("user-limit", "", "30000000", "第二条(一)") in clauses
    assert ("fields", "no", "military", "第二条(二)") in clauses
    assert ("outputs-training", "no", "competing", "第二条(三)") in clauses
    assert ("pass-terms", "", "", "第三条 1") in clauses
    assert ("notice", "", "", "第三条 1") in clauses
    assert ("display", "", "由灯塔模型提供支持", "第三条 2") in clauses
    assert ("mark-changes", "", "", "第三条 3") in clauses
    topics = {(topic, says) for topic, says, _, _ in clauses}
    assert {("derivatives", "yes"), ("distribution", "yes"), ("commercial-use", "conditional")} <= (
        topics
    )
    assert {("termination", ""), ("revocable", "")} <= topics
    assert ("law", "", "People's Republic of China", "第四条") in clauses
    assert ("commercial-use", "no") not in topics


def test_what_japanese_terms_say() -> None:
    clauses = _clauses(JAPANESE)
    topics = {(topic, says) for topic, says, _, _ in clauses}
    assert ("commercial-use", "yes") in topics
    assert ("distribution", "no", "", "第2条 1") in clauses
    assert ("display", "", "灯台音声", "第2条 2") in clauses
    assert ("outputs-training", "no", "other", "第2条 3") in clauses
    assert ("notice", "", "", "第2条 4") in clauses
    assert ("law", "", "Japan", "第3条") in clauses
    assert ("terms-may-change", "") in topics
    assert ("commercial-use", "no") not in topics


def test_japanese_denials_follow_the_verb() -> None:
    topics = {(topic, says) for topic, says, _, _ in _clauses(STRICT_JAPANESE)}
    assert ("commercial-use", "no") in topics
    assert ("research-only", "") in topics
    assert ("commercial-use", "yes") not in topics


@pytest.mark.parametrize(
    ("words", "says"),
    (
        ("本模型仅供学术研究使用，严禁用于任何商业用途。", "no"),
        ("您可以将本模型用于商业用途，无需向许可方申请。", "yes"),
        ("如需商业使用，请联系许可方并获得书面授权。", "conditional"),
        ("本模型可用于商业和非商业目的。", "yes"),
    ),
)
def test_commercial_use_in_chinese(words: str, says: str) -> None:
    stated = {clause.says for clause in read_clauses(words).of("commercial-use")}
    assert stated == {says}


@pytest.mark.parametrize(
    "words",
    (
        "商业用途是一个在本页面中没有进一步说明的词语。",
        "我们的研究团队在商业杂志上介绍了这一模型。",
        "モデルの学習には三台の計算機と公開された音声を用いました。",
    ),
)
def test_words_alone_decide_nothing(words: str) -> None:
    assert read_clauses(words).clauses == ()


def test_wrapped_lines_are_one_sentence() -> None:
    passages = read_passages("1. 您不得出于任何商\n业目的使用本模\n型。\n")
    assert passages[0].text == "您不得出于任何商业目的使用本模型。"
    assert passages[0].number == "1"


@given(
    st.text(alphabet="商业用途不得第一二条（）。；：「」可以在本モデルの禁止\n 1.、", max_size=300)
)
def test_any_text_is_read_in_order_and_quotes_itself(text: str) -> None:
    for clause in read_clauses(text).clauses:
        assert 0 <= clause.start < clause.end <= len(text)


@pytest.mark.parametrize(
    ("sentence", "topic", "says"),
    [
        ("被许可方承诺不会利用模型的任何输出改进其他任何大语言模型。", "outputs-training", "no"),
        ("对于输出结果，您可以主张该部分的相关权利。", "outputs-owner", "user"),
        ("不得用模型开发功能类似的竞争性产品或技术。", "competitors", ""),
        ("许可方可随时书面通知您终止本协议。", "termination", ""),
        ("许可方有权对本协议进行不时更新。", "terms-may-change", ""),
        ("您必须以显著的方式说明修改的内容，且不得违反本协议。", "mark-changes", ""),
    ],
)
def test_more_of_what_chinese_agreements_say(sentence: str, topic: str, says: str) -> None:
    clauses = {(clause.topic, clause.says) for clause in read_clauses(sentence).clauses}
    assert (topic, says) in clauses


def test_whoever_may_not_apply_for_a_licence_is_not_refused_commerce_itself() -> None:
    sentence = "用作商业用途应事先登记并获得书面授权（自然人不得申请商用许可）。"
    clauses = {(clause.topic, clause.says) for clause in read_clauses(sentence).clauses}
    assert ("commercial-use", "conditional") in clauses
    assert ("commercial-use", "no") not in clauses
