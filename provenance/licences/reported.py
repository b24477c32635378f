"""Restrictions that a sentence only reports: those that were lifted, those of other works, of data
that was left out, of sponsors, and what authors advise.

`The earlier "academic use only" notice is gone` has the words of a restriction and restricts
nothing. The clause with the report is cut out of the sentence, and the rest is read.
"""

from __future__ import annotations

import re

from provenance.text.gated import GatedPattern

# What may stand between two words of one clause.
_WITHIN = r"[^.;,]"
_TERM = (
    r"(?:restrictions?|limits?|limitations?|clauses?|conditions?|notices?|notes?|bans?|forms?"
    r"|requirements?|rules?|licen[cs]es?|paragraphs?|sentences?|fees?|tiers?|registration|gate)"
)
_ENDED = (
    r"(?:gone|history|lifted|dropped|removed|deleted|withdrawn|abolished|scrapped|obsolete"
    r"|outdated|struck (?:out|off)|(?:a thing )?of the past|no longer (?:appl\w+|valid|in force))"
)
_DROP = (
    r"\b(?:lift(?:s|ed)?|drop(?:s|ped)?|remov(?:e|es|ed)|delet(?:e|es|ed)|scrap(?:s|ped)?"
    r"|abolish(?:es|ed)?|withdr[ae]w(?:s|n)?|str[iu](?:ke|kes|ck))"
)
# Words of what went into a training set.
_MATERIAL = (
    r"\b(?:data|datasets?|sets?|corpus|corpora|texts?|pages?|pictures?|images?|photos?|files?"
    r"|sources?|documents?|samples?|material|recordings?|repositories|articles?|books?|videos?"
    r"|everything|anything)\b"
)
_LEFT_OUT = (
    r"(?:thrown (?:out|away)|skipped|left out|dropped|removed|excluded|filtered(?: out)?|discarded"
    r"|kept out|taken out|not (?:used|included|crawled|part of))"
)
_LEAVE_OUT = (
    r"(?:dropped|removed|excluded|skipped|discarded|filtered out|left out|threw (?:out|away)"
    r"|avoided|took out)"
)
_OLDER = r"(?:earlier|older|old|previous|former|past|prior)"
_WAS = r"(?:was|were|had|could|did|came)"
_CONTEST = r"(?:challenge|competition|contest|shared task|hackathon)"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_SEASON = r"(?:spring|summer|autumn|fall|winter|christmas|easter)"
_FUNDER = (
    r"(?:trust|foundation|fund|council|ministry|sponsors?|agency|funders?|institute|society"
    r"|programme|program|university|association|charity)"
)
_MADE = r"(?:trained|built|made|wrote|started|collected|recorded|drew)"
_ENDED_IN_KOREAN = (
    r"(?:없어졌|사라졌|풀렸|풀었|풀고|없앴|삭제|해제|폐지|지난 이야기|옛이야기|적용되지 ?않)"
)
# Where one of these stands, the clause around it, up to the next comma, is a report.
_CLAUSES = GatedPattern(
    # A restriction that was lifted, and what older versions were under.
    rf"\b{_TERM}\b{_WITHIN}{{0,50}}\b(?:is|are|was|were|has been|have been|had been)"
    rf" (?:now |all )?{_ENDED}\b"
    rf"|{_DROP} (?:the|all|our|any|that|this|its)\b{_WITHIN}{{0,50}}\b{_TERM}\b"
    r"|\b(?:back then|at that time|in those days|formerly|used to be|there used to)\b"
    rf"|\b{_OLDER} (?:releases?|versions?|checkpoints?|models?|builds?|drafts?|generations?)\b"
    rf"{_WITHIN}{{0,40}}\b{_WAS}\b"
    rf"|\bpredecessors?\b{_WITHIN}{{0,30}}\b{_WAS}\b"
    rf"|\buntil (?:last|recently|lately|version|v?\d|then|{_MONTH}|{_SEASON})\b[^.;,]{{0,60}}"
    r"\b(?:was|were|had|could|applied|held)\b"
    r"|\bhad to (?:ask|sign|pay|register|apply|be signed)\b"
    r"|\b(?:you|users?|people|companies|everybody|everyone) had to\b"
    r"|\b(?:was|were) (?:turned down|turned away|refused|rejected)\b"
    r"|\bcould (?:not|only) be (?:used|had|sold|deployed)\b"
    # What somebody else does, pays for or does not stand for.
    rf"|^\W*(?:the|our|this) (?:\w+ ){{0,2}}{_FUNDER} (?:only )?"
    r"(?:funds?|supports?|finances?|pays? for|sponsors?|promotes?)\b"
    r"|\b(?:which|that|who) (?:only )?(?:funds?|supports?|finances?|pays? for|promotes?)\b"
    r"|\b(?:does|do|did|has|have) not endorsed?\b"
    r"|\bsays? nothing (?:about|on)\b"
    # A permission: `which you may host for your customers as you see fit`.
    rf"|\byou (?:may|can|are free to)\b{_WITHIN}{{0,60}}"
    r"\bas you (?:see fit|like|please|wish|want)\b"
    # The same in Korean.
    rf"|(?:예전|이전|옛|기존|과거|지난)[^.;]{{0,60}}{_ENDED_IN_KOREAN}"
    r"|(?:버전|판|까지)(?:까지)?는 [^.;,]{0,60}(?:했|였|었)(?:지만|으나|는데)"
    r"|(?:예전|이전|옛|기존|과거|지난|처음|원래|초기|전작)[^.;,]{0,60}[가-힣](?:지만|으나|는데)\b"
    rf"|(?:조건|조항|제한|금지|문구|조치)[을를이가은는]?{_WITHIN}{{0,20}}{_ENDED_IN_KOREAN}"
    r"|(?:수 없었|수 있었|해야 했|야 했|막았|금했|금지했)(?:지만|으나|는데|고|기 때문에)"
    r"|(?:쓸|이용할|사용할|활용할|받을) 수 (?:있었|없었)(?:습니다|다|어요)"
    r"|(?:받아야|내야|신청해야|등록해야) (?:했|하였)(?:습니다|다|어요)"
)
# The same up to the next semicolon.
_PASSAGES = GatedPattern(
    # How a work was used before it was released: `For three years it did its work as …`.
    r"\bfor (?:\w+ ){1,2}(?:years?|months?)\b[^.;]{0,40}\b(?:did|was|were|had|lived|ran|served)\b|"
    # What the machines were for, what a contest asks for, what an operator supports.
    r"\b(?:allocation|cluster|compute|quota|gpu (?:hours|time)|machine time)\b[^.;]{0,60}"
    r"\b(?:was|were|is|are)\b"
    rf"|\b(?:rules|terms) of the {_CONTEST}\b|\bthe {_CONTEST} (?:was|had|allowed|admitted)\b"
    r"|\bversions? v?\d[\d.]{0,6} (?:to|through|until|and) v?\d[\d.]{0,6}\b[^.;]{0,20}\bwere\b"
    r"|\b(?:permitted|allowed|supported) by the [\w-]+"
    r" (?:operator|kernel|backend|runtime|compiler)\b"
    r"|\bof (?:many|most|some|other) (?:vendors|makers|providers|publishers)\b|"
    # Another maker's keys and plans.
    r"\b(?:their|whose) (?:free |paid |own )?(?:api )?(?:keys?|accounts?|plans?|quotas?)\b"
    r"|\bno (?:\w+ )?(?:weights?|data|code|texts?) of (?:anybody|anyone|others?|somebody)\b"
    r"[^.;]{0,30}\b(?:went|got|are|is|was|were) in(?:to)?\b|"
    # Why the authors made a work of their own.
    r"\b(?:tested|evaluated|measured|benchmarked) (?:it |this )?on [^.;,]{1,60},?"
    r" (?:which|whose)\b"
    rf"|\b(?:which|that) (?:is|was) (?:the reason )?why (?:we|I)\b (?:\w+ )?{_MADE}\b"
    # Data that is not in the work.
    rf"|^\W*(?:\d+\W{{1,3}})?(?:we (?:\w+ )?)?{_LEAVE_OUT}\b"
    # Not `Excluded uses`, and not whom a permission leaves out.
    r"(?! (?:from|uses?|usages?|purposes?|fields?|countries|users?|parties)\b|:)"
    rf"|{_MATERIAL}[^.;]{{0,80}}\b(?:was|were|has been|have been) {_LEFT_OUT}\b"
    r"|\b(?:data|datasets?|mix|corpus|corpora|sets?|collection|sources)\b[^.;]{0,40}"
    r"\b(?:contains?|includes?|has|have|holds?) (?:no|none|nothing|neither)\b"
    rf"|\b(?:did not|didn['’]t|never) (?:go|went|make it|enter)\b{_WITHIN}{{0,40}}"
    r"\b(?:mix|training|set|model|corpus)\b"
    r"|(?:만 있어서?|없어서?|때문에|막혀 있어서?|어려워서?)[^.;]{0,16}(?:직접|새로|처음부터)"
    r"[^.;]{0,24}(?:만들|학습|개발|모았|녹음)"
    # What the authors did not take in, in Korean.
    r"|(?:데이터|자료|문서|출처|말뭉치|사진|이미지|녹음|파일|기사|학습|저장소|[0-9]개|것)[^.;]{0,80}"
    r"(?:뺐|버렸|걸렀|걸러 ?냈|제외했|제외하였|건너뛰었|지웠)[습어다고]"
    r"|(?:넣지|쓰지|사용하지|포함하지|섞지|수집하지|들어가지) ?않았"
    r"|(?:데이터|자료|말뭉치|학습)[^.;]{0,60}(?:들어 ?있지|포함되지|포함되어 ?있지|섞여 ?있지) ?않"
    # Advice in Korean.
    r"|(?:확인|검토|점검|시험|검증|표시|문구|필터)[^.;]{0,24}"
    r"(?:권합니다|권해 ?드립니다|권장합니다|추천합니다|것이 좋습니다|편이 좋습니다)"
)
_BUT = r"|\s(?=(?:but|yet|however|though|although)\b)|(?<=지만)\s|(?<=으나)\s|(?<=는데)\s"
# A stop within `1.x` ends nothing.
_STOP = r"\.(?!\w)|;"
_END_OF_CLAUSE = re.compile(rf"{_STOP}|,{_BUT}", re.IGNORECASE)
_END_OF_PASSAGE = re.compile(rf"{_STOP}{_BUT}", re.IGNORECASE)


def without_reports(sentence: str) -> str:
    """A sentence without the clauses that only report a restriction.

    Args:
        sentence: A sentence of a card, a form or a notice.
    """
    sentence = _cut(sentence, _PASSAGES, _END_OF_PASSAGE)
    return _cut(sentence, _CLAUSES, _END_OF_CLAUSE)


def _cut(sentence: str, reports: GatedPattern, end: re.Pattern[str]) -> str:
    """A sentence without its parts in which a report stands.

    Args:
        sentence: A sentence.
        reports: The reports.
        end: What ends a part.
    """
    places = [match.start() for match in reports.finditer(sentence)]
    if not places:
        return sentence
    ends = [*(match.end() for match in end.finditer(sentence)), len(sentence)]
    kept: list[str] = []
    start = 0
    for stop in ends:
        if not any(start <= place < stop for place in places):
            kept.append(sentence[start:stop])
        start = stop
    return "".join(kept)
