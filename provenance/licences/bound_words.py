"""Words that say who uses a work, what for, and what bounds that, by language and kind.

A word that ends in `*` stands for every ending, and `_` for a blank or a hyphen.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language by kind, separated by blanks.

    Attributes:
        commerce: Business, money and those who earn it.
        audience: People and aims apart from business: research, students, private persons.
        never: What denies.
        only: What singles out.
        ask: Somebody to turn to, or something to sign, pay or wait for.
        use: Acts of use.
        consent: What a use needs by itself, without a word of commerce: a regular expression.
        alone: Phrases that bound a use whatever stands beside them: a regular expression.
        denial: What denies an act of use by itself: a regular expression.
        goods: What a business offers; it says something only beside an act of use that is denied.
        not_behind: Words before a word of commerce that turn it into its opposite.
        spaced: Whether blanks stand between words.
    """

    commerce: str
    audience: str
    never: str
    only: str
    ask: str
    use: str
    consent: str = r"(?!)"
    alone: str = r"(?!)"
    denial: str = r"(?!)"
    goods: str = ""
    not_behind: tuple[str, ...] = ()
    spaced: bool = True


ENGLISH_KINDS = Words(
    commerce=(
        "commerc* for_profit for_profits profit profits profitable revenue revenues monetis*"
        " monetiz* make_money make_any_money making_money earn_money earning_money for_money"
        " resale re_sale resell reselling re_sell for_sale sell selling in_trade course_of_trade"
        " company companies business businesses corporate corporation corporations enterprise"
        " enterprises startup startups start_up start_ups industrial_use industrial_users"
        " industrial_applications paid_service paid_services paid_product paid_products paid_app"
        " paid_apps employer employers industry"
    ),
    audience=(
        "academi* research researcher researchers university universities student students teacher"
        " teachers scholar scholars school schools education educational non_profit non_profits"
        " nonprofit nonprofits charit* non_commercial noncommercial non_commercially hobby"
        " hobbyist hobbyists individuals personal private_use private_persons scientific classroom"
        " classrooms members_of learning_purposes employees staff schools charities academia"
        " industry_partners"
    ),
    never=(
        "not no never none nothing nobody cannot can't don't doesn't isn't aren't won't mustn't"
        " shouldn't neither nor refrain* avoid abstain* prohibit* forbid* banned barred off_limits"
        " exclud* disallow* restrict* sorry unfortunately out_of_scope unauthorized unauthorised"
        " stop unacceptable rules_out ruled_out preclud* rules_out ruled_out preclud*"
    ),
    only=(
        "only solely free_for exclusive exclusively strictly purely limited_to restricted_to"
        " reserved confined other_than else except unless keep_it_to keep_it_in keep_it_within"
        " keep_them_in must_be accredited welcome applies expire expires"
    ),
    ask=(
        "contact email e_mail ask reach_out get_in_touch write_to approv* permission permissions"
        " agreement agreements consent fee fees pay pays payment purchase* buy subscri* quote"
        " inquir* enquir* negotiat* contract contracts nda gray_area grey_area lawyer lawyers"
        " legal_advice legal_department legally_unclear check_with must obtain inherit* licensing"
        " licencing apply application subject_to requires"
    ),
    use=(
        "use uses used using usage deploy* host hosted hosting download* distribut* share shared"
        " sharing access* redistribut* duplicat* export* employ employed exploit* integrat* embed"
        " embedded reproduce reproduced copied ship shipped offer offered offering waitlist rights"
        " put removed remove modify passed license licence licensed licenced release released"
        " available"
    ),
    consent=(
        r"\b(?:(?:requires?|needs?|subject to|after|upon|await|wait for|obtain|get|receive|sign"
        r"|without)(?: (?!not\b|no\b)[\w'’-]+){0,4}? (?:agreement|approval|permission|consent|fees?"
        r"|contract|authori[sz]ation|subscription|payment|waiver)"
        r"|(?:approval|permission|consent|authori[sz]ation|agreement) (?:is |are )?"
        r"(?:required|needed|necessary|mandatory)"
        r"|you (?:\w+ )?(?:confirm|certify|represent|warrant|declare)"
        r"|(?:not|n['’]t) (?:allow|permit) us|no part of|all rights (?:are )?reserved)\b"
    ),
    alone=(
        # Who else has to ask, and what else is ruled out.
        r"\b(?:(?:everybody|everyone|anybody|anyone|all others|others)(?: else)?"
        r" (?:has to|have to|must|needs? to|pays?|should)"
        r" (?:ask|pay|buy|contact|request|get|obtain)"
        r"|(?:anything|everything|all|any) (?:else|other uses?) (?:is|are|needs?|requires?)"
        r" (?:not|prohibited|forbidden|a|an|our|prior)"
        r"|(?:outside|beyond)(?: of)? (?:the|this|that|our)"
        r" (?:approval|scope|licen[cs]e|agreement|permission|grant)"
        r"|for the (?:limited|sole|express|specific|narrow) purposes? of"
        r"|on (?:the )?condition that|not for you"
        # The language of contracts.
        r"|revocable|non-?transferable|non-?assignable|licensor grants|licensee (?:may|shall)"
        r"|unauthori[sz]ed"
        r"|non-?disclosure|embargoed|non-?signator(?:y|ies)|eval only|source[- ]available"
        r"|vetted (?:partners?|users?|researchers?|people|organi[sz]ations?)"
        r"|constitutes? (?:your )?acceptance"
        r"|by (?:using|downloading|accessing|clicking|cloning|installing|loading|running)\b"
        r"[^.;]{0,80}?\b(?:you|users?) (?:\w+ )?"
        r"(?:accept|agree|confirm|acknowledge|consent|undertake|promise)"
        r"|(?:oem|enterprise|site|volume|commercial|paid) licen[cs](?:es?|ing)"
        r"|(?:sign|complete|execute|submit|fill (?:in|out)) (?:an? |the |our |this )"
        r"(?:[\w-]+ ){0,3}?(?:agreement|nda|contract|application|form|waiver)"
        r"|inherits? (?:the|all|its) [^.;]{0,40}?(?:licen[cs]e|restrictions|limitations|terms)"
        r"|(?:is|are) not (?:yet )?licen[cs]ed|nor may (?:you|users?)"
        r"|(?:get|buy|obtain|purchase|acquire) (?:an?|the|our|your) (?:\w+ )?licen[cs]e"
        r"|only (?:approved|authori[sz]ed|registered|selected|invited|verified|paying) \w+"
        r"|access:? (?:is |only )?(?:on|upon|by) request"
        r"|otherwise,? (?:please )?(?:contact|ask|buy)"
        r"|for anything (?:beyond|else|more)"
        r"|(?:is|are|stays?|remains?) off the table|(?:is|are) not (?:a )?part of the work"
        r"|(?:made )?available (?:only )?to (?:the )?members of"
        r"|(?:take|took|taking) (?:it|this|that|the (?:licen[cs]e|notice)) back"
        r"|(?:nobody|no one|no-one) (?:obtains?|gets?|acquires?|has) (?:any )?rights?"
        r"|unless (?:we|the authors?|the licensors?) (?:have |has )?"
        r"(?:sign|agree|approv|consent)\w*"
        r"|(?:use|usage) restrictions?|restrictions? on us(?:e|age)"
        r"|(?:contracts?|licen[cs]es?|agreements?|permissions?|grants?) (?:\w+ )?"
        r"(?:excludes?|forbids?|rules? out|prohibits?)"
        r"|(?:do not|don['’]t) (?:re-?)?(?:upload|distribute|publish|sell|post)"
        r"|for (?:peer |internal )?(?:review|inspection) (?:purposes )?only"
        # Time and quantity.
        r"|must stop using|expires? (?:on|after|at the end)|may no longer be used"
        r"|(?:beyond|above|over) (?:that|this|\d)[^.;]{0,40}?\b(?:need|requires?|pay|buy|contact)"
        r"|(?:licen[cs]e|permission|release|access) (?:ends|expires|terminates)"
        # Asking the author.
        r"|(?:dm|message|e-?mail|contact|ask|tell|notify|inform|write(?: to)?|talk to|drop)"
        r" (?:me|us|the authors?)\b[^.;]{0,30}?\b(?:for anything else|for (?:any )?other|first"
        r"|(?:before|prior to) (?:you )?(?:us|download|deploy|shar|publish|ship|sell|train)\w*"
        r"|if you (?:want|plan|intend|wish|are going) to (?:use|deploy|sell|share|publish|ship)))\b"
        # A price.
        r"|(?:cents?|per ?cent|share|cut|portion|part) of (?:every|each|all|any|your|the) "
        r"[^.;]{0,60}\b(?:to|for|with) us\b"
        r"|[$€£₩¥] ?\d[\d,.]{0,12} ?(?:/|per |an? )(?:mo|month|year|seat|user|request|day|call)"
    ),
    denial=(
        r"\b(?:prohibit(?:ed|s)|forbidden|not (?:be )?(?:permitted|allowed|authori[sz]ed)|unlawful"
        r"|an offence|against the (?:licen[cs]e|terms)|(?:may|must|shall) not (?=(?:be )?(?:us|shar"
        r"|distribut|re-?distribut|download|deploy|host|export|sell|sold|copied|reproduc|publish"
        r"|re-?publish|modif|remov|offer|employ|exploit|access|pass)))"
    ),
    goods="product products service services third_party third_parties goods customer customers",
    not_behind=("non-", "non "),
)
KOREAN_KINDS = Words(
    commerce="상업 상용 영리 유료 수익 판매 기업 회사 법인 사업자 업체 제품 서비스에 돈을 매출",
    audience="연구 학술 교육 학생 대학 교사 개인 비영리 비상업 학습용 공부 과제 동아리",
    never=(
        "금지 금합 금하 불가 불허 안_됩 안_되 안_돼 안_된 안됩 안되 안돼 안된 말아 마세요 마십"
        " 마시기 없습니다 없다 없음 없어요 제한 삼가 자제 아니요 아니오 아닙 어렵습 죄송 외의 외에"
        " 외_사용 ❌ 🚫 ⛔"
    ),
    only=(
        "에_한해 에_한정 에_한하 에_한합 에한해 에한하 한정 로만 에만 만_이용 만_사용 만_활용"
        " 만_쓰 만_허용 만_가능 만_허가 만_제공 만_신청 만을 목적_외 목적_이외 분들만 분만 에게만"
        " 전용 국한"
    ),
    ask=(
        "문의 연락 허락 허가 승인 동의 계약 협의 구매 구입 신청 메일 별도 사전에 승계 요청 결제"
        " 비용 협약 협정"
    ),
    use="이용 사용 활용 쓰 다운로드 내려받 탑재 배포 공유 제공 접근 적용",
    consent=(
        r"(?:허락|허가|승인|동의)(?:을|를|이|가)? ?(?:받|얻|구하|득|필요|완료|후에?)"
        r"|신청서(?:를)? ?(?:작성|제출)|계약(?:을|이)? ?(?:체결|맺|필요)|사용권(?:을|를)? ?구매"
    ),
    alone=(
        r"(?:이용|사용) ?(?:대상|자격|범위)\s?[:：|]|(?:모델|가중치)[^.]{0,6}비공개"
        r"|요청 ?시(?:에만)? ?제공|로만 ?(?:써|쓰|사용|이용|활용)|만 ?(?:써|쓰)(?:주|세|십|시|야)"
        r"|다른 (?:용도|목적|곳)[^.]{0,12}(?:쓰|사용|이용|활용)[^.]{0,10}(?:마|금|안 |불|없)"
        r"|(?:구독자|회원|고객|임직원|직원|파트너|연구원|재학생) ?전용"
        r"|(?:구독|계약|사용 ?기간)[^.]{0,16}(?:해지|만료|종료)|(?:심사|검토|평가|시연)용으로"
        r"|(?:이용|사용|활용|쓰)(?:하시)?(?:하)?려면[^.]{0,30}"
        r"(?:협약|계약|승인|허락|가입|신청|동의|등록|구독|결제)"
        r"|비상업[^.]{0,6}(?:OK|가능|ok)|상업[^.]{0,6}(?:NO|no|No)\b"
    ),
    not_behind=("비", "비-"),
    spaced=False,
)
CHINESE_KINDS = Words(
    commerce="商业 商業 商用 盈利 营利 營利 牟利 企业 企業 公司 付费 收费 销售 出售 贩卖",
    audience="研究 学术 學術 科研 教学 教學 教育 学习 學習 个人 個人 高校 学生 非商",
    never="禁止 严禁 嚴禁 不得 不可 不能 不允许 不允許 不许 請勿 请勿 切勿 勿用 谢绝 不支持 不授权",
    only="仅 僅 只供 只限 只用 只能 只可 限于 限於 以外 之外 除外 专供",
    ask="授权 授權 联系 聯繫 申请 申請 问卷 許可 许可证 同意 邮件 购买 須 需要 签约 签订 请先",
    use="使用 用于 用於 下载 下載 部署 分发 传播 转载 获取",
    consent=r"(?:需|须|須|请|請|必须)[^。；]{0,12}(?:授权|授權|申请|申請|同意|审批|批准)",
    not_behind=("非",),
    spaced=False,
)
JAPANESE_KINDS = Words(
    commerce="商用 商業 営利 企業 会社 法人 販売 有料 収益 ビジネス 製品",
    audience="研究 学術 教育 個人 学生 大学 非営利 非商用 学習目的",
    never=(
        "禁止 不可 禁じ できません できない ないでください 遠慮 お断り 認めま 認められ 控え 不許可"
    ),
    only="に限 の範囲で 範囲内 のみ だけ 限定 限り 専用 以外",
    ask="許可 承諾 連絡 問い合わせ 問合せ 契約 相談 申請 同意",
    use="利用 使用 配布 公開 ダウンロード 転載 組み込",
    consent=r"(?:許可|承諾|同意|申請|契約)[がをは]?[^。]{0,6}(?:必要|得|取|いただ|求め)",
    not_behind=("非",),
    spaced=False,
)
GERMAN_KINDS = Words(
    commerce=(
        "kommerzi* gewerb* firmen unternehmen* verkauf* verkäuf* gewinn* geld_verdien*"
        " kostenpflichtig* produkt* geschäftlich*"
    ),
    audience=(
        "forschung* wissenschaft* akademi* lehre lehrzweck* privat* studierende* hochschul*"
        " universität* unterricht* gemeinnützig* bildung*"
    ),
    never=(
        "nicht kein* niemals untersagt verboten ausgeschlossen ausgenommen unzulässig verbiete*"
        " verzichte*"
    ),
    only="nur ausschließlich lediglich vorbehalten beschränkt außer",
    ask=(
        "genehmig* gesondert* bedingung* erlaubnis zustimmung lizenzierung* lizenzvertrag*"
        " lizenzgebühr* kontakt* wenden anfrag* vertrag* vereinbarung* abgesprochen absprache"
        " bedarf bedürf*"
    ),
    use="nutz* verwend* einsatz* eingesetzt einsetzen weitergabe verbreit* benutz*",
    consent=(
        r"\b(?:bedarf|bedürfen|erforderlich|nur mit|ohne)\b[^.]{0,40}"
        r"\b(?:genehmigung|erlaubnis|zustimmung)\b"
    ),
    not_behind=("nicht-", "nicht "),
)
ROMANCE_KINDS = Words(
    commerce=(
        "commercial commerciale commerciales commerciaux commercialis* commercializz* comercial*"
        " comerciais lucr* entreprise entreprises empresa* empresarial* azienda aziende impresa"
        " imprese sociétés vente ventes vendre vendu* vender* vendere vendida vendido venta"
        " vendita profit profits payant* produtos productos de_pago rentab* ingresos negocio*"
        " produits"
    ),
    audience=(
        "recherche recherches investigación pesquisa pesquisas ricerca académi* acadêmi* accademi*"
        " científic* scientifi* éducati* educativ* educacion* didattic* personnel* personale"
        " personali personal pessoal pessoais estudi* ensino enseignement pédagogique* universi*"
        " sin_fines sem_fins sans_but privato privata privado"
    ),
    never=(
        "pas aucun aucune interdi* prohib* proib* vietat* vetad* no_se no_está no_puede no_pueden"
        " no_podrá no_podrán não non_è non_può non_possono non_si jamais nunca sauf exclu* esclus*"
        " ne nessun* ningun* ningún nenhum* tampoco"
    ),
    only=(
        "uniquement exclusivement seulement solamente únicamente exclusivamente somente apenas"
        " solo sólo só esclusivamente soltanto unicamente réservé* reservad* riservat* limité*"
        " limitad* limitat* restrit* restringid* restreint*"
    ),
    ask=(
        "accord acuerdo acordo autoris* autoriz* autorizz* permis* permess* contact* contatt*"
        " contrat* consent* licencia_de soumis* écrivez écrire paiement demande demander solicit*"
        " nécessite feu_vert"
    ),
    use=(
        "utilis* utiliz* usage usages uso usos usar* usad* usat* emplo* exploit* distribu*"
        " téléchar* descarg* baixar"
    ),
    consent=(
        r"\b(?:soumise?s?|sujet[ao]s?|requiert|requiere|requer|nécessite|richiede|exige|sans|sin"
        r"|sem|senza|previa|préalable)\b[^.]{0,40}"
        r"\b(?:accord|autori[sz]ation|autorización|autorização|autorizzazione|permission|permiso"
        r"|permissão|permesso|consentement|consentimiento|consenso|acuerdo)\b"
    ),
    not_behind=("non ", "non-", "não ", "no "),
)
OTHER_KINDS = Words(
    commerce=(
        "коммерч* продаж* компани* прибыл* komercyjn* firm firmy zarobkow* commercieel*"
        " commerciële bedrijven ticari* şirket* thương_mại doanh_nghiệp komersial* perusahaan"
        " พาณิชย์ การค้า تجار* الشركات комерційн* komerčn* kommersiel* företag kaupalli* εμπορικ*"
        " מסחרי* व्यावसायिक"
    ),
    audience=(
        "исследован* научн* учебн* личн* naukow* badawcz* onderzoek* araştırma* eğitim* nghiên_cứu"
        " penelitian pendidikan วิจัย การศึกษา بحث* наук* výzkum* forskning* tutkimu* ερευνητικ*"
        " έρευνα* מחקר* अनुसंधान शोध"
    ),
    never=(
        "запрещ* нельзя не_допуска* не_разреш* zabron* zakaz* niedozwol* nie_wolno niet verboden"
        " yasak* edilemez kullanılamaz không cấm dilarang tidak ห้าม ไม่อนุญาต يحظر يمنع لا_يجوز"
        " заборон* zakáz* nesmí inte ikke förbju* ei kielletty* απαγορεύ* δεν אסור אין निषिद्ध"
        " नहीं"
    ),
    only=(
        "только исключительно лишь wyłącznie tylko jedynie alleen uitsluitend yalnızca sadece chỉ"
        " hanya khusus เท่านั้น เฉพาะ فقط حصرا лише тільки pouze jen endast bara kun bare vain"
        " ainoastaan μόνο αποκλειστικά בלבד רק केवल मात्र"
    ),
    ask=(
        "разрешени* согласи* свяжитесь обратитесь zgod* kontakt* toestemming neem_contact izin*"
        " iletişim* xin_phép liên_hệ hubungi ติดต่อ إذن موافقة الاتصال дозв* souhlas* tillstånd"
        " tillatelse lupa* άδεια επικοινων* אישור अनुमति संपर्क"
    ),
    use=(
        "использова* użyci* wykorzyst* gebruik* kullan* sử_dụng penggunaan digunakan ใช้ استخدام"
        " використ* použit* använd* bruk* käyt* χρήσ* χρησιμοποι* שימוש उपयोग"
    ),
    not_behind=("не", "non-", "niet-", "nie"),
)
