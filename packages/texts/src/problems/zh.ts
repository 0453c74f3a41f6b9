/**
 * The Chinese catalogue of the problems in documents: an ICU pattern for the code of each problem, and the words for what
 * a document expects. In a `select`, the option `_` is used if the value is absent.
 */
import type { ProblemWords } from "./ProblemWords.ts"

// 有相近的名称时问一句，没有时列出可用的。
const use =
  "{meant, select, _ {{known, select, _ {（还没有定义任何一个）} other {可用的有：{known}}}} other {是不是“{meant}”？}}"

const unknown = (what: string): string => `没有${what}“{name}”：${use}`

export const zh: ProblemWords = {
  messages: {
    // ---------------------------------------------------------------------------------------------------------- 格式
    "missing-key": "缺少“{key}”",
    "unknown-key":
      "不认识“{key}”：{meant, select, _ {{known, select, _ {请删去或改正} other {这里可以写：{known}}}} other {是不是“{meant}”？}}",
    "wrong-value":
      "{kind, select, nothing {冒号后面没有内容} empty {内容是空的} list {写成了一串（列表）} map {写成了“名称: 内容”的形式} other {写的是 {found}}}，应为{wanted}{meant, select, _ {} other {；是不是“{meant}”？}}",
    "reach-not-one-way":
      "怎样算覆盖，只能写 by、is、all、any 中的一个，{found, select, _ {这里一个也没有写} other {这里写了{found}}}",
    "reach-two-windows": "时间段只能写 within、since、each 中的一个，这里写了{found}",
    "reach-without-by": "{found}只能和 by 一起写",
    "reach-through":
      "{known, select, _ {这一类对象不能通过别人算覆盖：请删去 through} other {这一类对象可以通过{known}算覆盖，不能通过“{found}”}}",
    "day-in-another-year": "{day}不在{year}年",
    "day-off-and-worked": "{day}既写成放假又写成上班",
    "blank-name": "名称是空白的，别人看不见：请写上名称",
    "private-number":
      "这是{kind, select, mobile {手机号} idcard {身份证号} other {银行卡号}}，写在这里会永远以明文保存：请换一个名称",

    // ------------------------------------------------------------------------------------------------------ 文件本身
    "not-text":
      "{encoding, select, _ {文件里有既不是 UTF-8 也不是 GB18030（GBK）的内容} other {文件开头标明是 {encoding}，里面却有不符的内容}}：请另存为 UTF-8 编码的文本文件",
    "replacement-character":
      "这里有“�”，是别的程序读错编码后留下的，原来的字已经丢失：请从原来的文件重新开始，或重新写上这些字",
    "fullwidth-colon": "用了中文冒号，请改成英文冒号加一个空格“: ”",
    "fullwidth-comma": "用了中文逗号或顿号，列表各项之间请用英文逗号加空格“, ”",
    "fullwidth-bracket": "用了中文括号“{found}”，请改成英文的“{meant}”",
    "fullwidth-space": "行首用了中文（全角）空格，请改成英文空格",
    "fullwidth-hash": "用了中文井号“＃”，注释请以英文的“#”开头",
    "fullwidth-dash": "用了“{found}”，列表每一项请以英文减号加空格“- ”开头",

    "missing-space": "冒号后面要空一格：“{found}”",
    "duplicate-key": "“{key}”写了两次：请只保留一处",
    alias: "用了别名 *{name}：请把内容写全，或用 extends 沿用别的模型",
    "number-too-large": "{found}太大，不能精确保存：请加上引号，或写小一些",
    "not-json": "{found}不能用：请写数、文字、列表或“名称: 内容”",
    "too-large": "文件有{found}个字符，最多{most}个",
    "too-deep": "层次太深，超过{most}层：请减少嵌套",
    "yaml-version": "文件开头写的是 %YAML {found}，那里的 no 不是文字：请删去这一行",
    "not-a-map": "没有找到“名称: 内容”：模型的各部分要写成 branches: 这样的形式",
    "unknown-base":
      "extends 后面写的是{found}，{known, select, _ {而这里没有可以沿用的模型} other {应为{known}}}",
    "unknown-part":
      "“{base}”里没有“{name}”：{meant, select, _ {可以选的有：{known}} other {是不是“{meant}”？}}",
    "removed-but-needed": "这里删去了“{name}”，而{needed}还要用到它：请一并删去或改写",
    "yaml-tab-as-indent": "缩进用了制表符（Tab）：请改用空格",
    "yaml-multiple-docs": "“---”后面还有第二份文件：一个模型只能是一份",
    "yaml-tag-resolve-failed": "“!”开头的写法不能用：请直接写内容",
    "yaml-block-as-implicit-key": "一项内容里面又出现了“名称:”：请另起一行并缩进，或给内容加上引号",
    "yaml-non-string-key": "冒号前面的名称不是文字：请加上引号",
    "yaml-bad-indent":
      "{why, select, bracket {括号没有成对：请补上前面缺少的括号} other {缩进不对：同一层的各行要左端对齐，下一层要多缩进}}",
    "yaml-missing-char":
      "{why, select, quote {引号没有成对：请补上后一半} bracket {括号没有成对：请补上} other {少了一个符号：请检查冒号、逗号、引号和括号是否写全}}",
    "yaml-multiline-implicit-key": "这一行的名称后面没有冒号，或冒号后面没有空格：请写成“名称: 内容”",
    "yaml-unexpected-token": "这里多出了一个符号：请检查括号、逗号和引号",
    "yaml-bad-scalar-start": "内容不能以这个符号开头：请给内容加上引号",
    "yaml-bad-dq-escape": "引号里的“\\\\”写法不对：请改用单引号，或删去“\\\\”",
    "yaml-block-in-flow": "大括号或方括号里不能再换行缩进：请写在一行，或全部改成分行的写法",
    ...Object.fromEntries(
      [
        "alias-props",
        "bad-alias",
        "bad-collection-type",
        "bad-directive",
        "bad-prop-order",
        "impossible",
        "key-over-1024-chars",
        "multiple-anchors",
        "multiple-tags",
        "resource-exhaustion"
      ].map((code) => [`yaml-${code}`, "不是规范的 YAML：请检查这一行的缩进、冒号、引号和括号"])
    ),

    // ---------------------------------------------------------------------------------------------------------- 名称
    "unknown-heart": unknown("心"),
    "unknown-tag": unknown("标签"),
    "unknown-branch": unknown("支部"),
    "unknown-group": unknown("小组"),
    "unknown-role": unknown("角色"),
    "unknown-contact-kind": unknown("联系"),
    "unknown-playbook": unknown("流程"),
    "unknown-stage": unknown("环节"),
    "unknown-step": unknown("步骤"),
    "unknown-outcome": unknown("办理结果"),
    "unknown-poll-rule": unknown("表决规则"),
    "unknown-coverage-rule": unknown("覆盖要求"),
    "unknown-digest": unknown("汇总"),
    "unknown-criterion": unknown("结对标准"),
    "unknown-actor": unknown("办理人"),
    "unknown-resident": unknown("居民"),
    "unknown-household": unknown("户"),
    "unknown-building":
      "名册里没有楼“{name}”：{meant, select, _ {请改正模型或名册} other {是不是“{meant}”？}}",
    "unknown-field":
      "{of, select, residents {居民} households {户} buildings {楼} cases {事项} other {结对}}没有“{name}”这一项：{meant, select, _ {可以用的有：{known}} other {是不是“{meant}”？}}",
    "unknown-comparison": "“{word}”不能用来比较{name}：请用{comparisons}",
    "wrong-type":
      "{name}写的是 {found}，应为{type, select, years {岁数，如 60} number {整数，如 3} area {带单位的面积，如 90 m2} date {日期，如 2026-03-01} lasting {时间长度，如 6 months} flag {true（是）或 false（否）} ids {一个编号或一串编号} other {一串条件}}{comparisons, select, _ {} other {，或用{comparisons}比较}}",
    "empty-comparison": "没有写{name}怎样比较：请用{comparisons}",
    "never-true": "{name}的下限高于上限，没有人符合",
    "not-a-selector": "写的是 {found}，应为条件：写出要比较的项，如{fields}",
    "heart-without-group": "没有小组的“心”是“{heart}”，这一流程的事项无人负责",
    "nothing-watched": "没有写明关注哪些覆盖要求：请在 coverage 里写上",
    "intake-unheard": "{playbook}开放给居民报事，但没有通知规则：请加一条 on: report-received 的通知",
    "least-over-most": "{id, select, due {自定到期日的下限} other {“{id}”的下限}}{least}高于上限{most}",
    "role-without-authority":
      "角色“{role}”没有登记联系的权限：请在它的 may 里加上 {authority}，或改写别的角色",
    "offer-over-most": "愿意结对{found}位老人，而一名志愿者最多{most}位：请改小，或放宽 companions.most",
    "unknown-time-zone": "没有时区“{found}”：请用 Asia/Shanghai 这样的名称",
    "reserved-actor": "“{id}”是程序自己用的编号（期限届满时由它办理）：请换一个编号",
    "bad-message":
      "{why, select, argument {这条通知里没有可以填入{name}的内容} other {通知的文字写得不完整：请检查大括号是否成对}}；可以用的有：{known}",
    "pairing-impossible": "无法结对：{reason}",
    "version-not-raised": "流程改了，版本仍是{version}，而可能有事项正按这一版办理：请改为{next}",

    // ---------------------------------------------------------------------------------------------------------- 流程
    "choice-without-choices": "“{id}”是选择，却没有可选的内容：请写 choices",
    "choices-without-choice": "“{id}”的类型是{type}，不能有选项：请改为 choice，或删去选项",
    "bounds-without-measure": "“{id}”的类型是{type}：只有 number、amount、list 可以写下限和上限",
    "field-types-differ": "“{id}”在别的步骤里是{before}，这里是{type}：同一名称只能是同一类内容",
    "evidence-never-collected": "步骤“{id}”要求先有材料“{field}”，却没有步骤收取它：请让前面的步骤收取",
    "nobody-may":
      "{why, select, take {没有人可以办理步骤“{id}”，也没有期限会走到它：请写明由谁办理} open {没有人可以登记这一流程的事项：请写明由谁管理或由谁登记} other {没有人可以重新办理：请写明由谁，或删去此项（由管理人办理）}}",
    "counted-in-working-days": "重新办理的时限按天、周、月计：这里不能用工作日",
    "lapse-leads-nowhere":
      "环节“{id}”届满后走不下去：{why, select, deadline {这一环节没有期限} from {“{lapse}”不是从“{id}”办的步骤，而是从{from}} stays {“{lapse}”仍留在原环节} evidence {“{lapse}”要求{asked}，而期限届满时没有人提交} other {“{lapse}”有条件，而期限不等条件}}",
    "lapse-at-once": "环节“{id}”当天进入当天届满：请留出时间，或直接进入下一环节",
    "escalation-without-deadline": "环节“{id}”没有期限，谈不上逾期上报：请写期限，或删去 escalate",
    "deadline-after-limit":
      "环节“{id}”的期限{deadline}最早在{before}天后开始，会超过全案期限{limit}：请缩短它，或放宽全案期限",
    "begins-at-its-end": "环节“{id}”是办结的环节，事项不能从这里开始或继续",
    "step-after-end": "环节“{stage}”已经办结，步骤“{step}”不可能在那里办理：办结的事项只能重新办理",
    "deadline-after-end": "环节“{id}”已经办结，不会再有期限",
    "unreachable-stage": "没有事项会进入环节“{id}”：请让某个步骤进入它",
    "no-way-out": "没有步骤离开环节“{id}”：请加一个步骤，或写明它是办结的环节（outcome）",
    "endless-cycle": "期限会在{stages}之间无休止地轮转：请让某个步骤或届满走出去",
    "too-intricate": "条件和步骤的组合超过{most}种，无法逐一检查：请拆分流程，或减少条件",
    "gate-never-opens": "步骤“{id}”的条件在{from}里永远不会具备",
    "no-way-to-an-outcome":
      "事项到了环节“{stage}”，有的情形永远无法办结：请让它回到条件要求的步骤，或另开出路",
    "deadline-from-unknown-date":
      "进入环节“{id}”时没有日期“{from}”，期限无从算起：{meant, select, _ {请让进入它的步骤收取这个日期} other {是不是“{meant}”？}}",
    "deadline-from-sensitive-date": "“{from}”是敏感信息，而到期日会让人推知它：请从别的日期算起",
    "hours-on-working-days": "环节“{id}”按小时计，不分昼夜：请删去 endsOnWorkingDay，或改为按天计",
    "rests-itself": "环节“{id}”的期限不能在它自己里面暂停：请写别的环节",
    "rest-without-deadline":
      "{why, select, stage {环节“{id}”没有期限，谈不上暂停：请写期限} other {流程没有全案期限，谈不上暂停：请写 limit，或删去此项}}",
    "rest-without-effect": "没有事项从“{rested}”到“{id}”再回来，暂停的期限不会再走：请让步骤来回相通",
    "rest-after-lapse": "“{rested}”期限届满才由“{lapse}”进入“{id}”，期限已经没有剩余",
    "rests-nothing": "环节“{id}”写了暂停，却没有写哪个期限：请写环节，或写 limit",
    "rest-at-the-beginning": "事项从环节“{id}”开始，那时还没有期限在走：请让步骤进入暂停的环节",
    "rest-after-end": "环节“{id}”已经办结，不会再有期限暂停",
    "own-due-after-end": "事项从“{id}”开始，而它已经办结，不会再有到期日",
    "patrol-never-releases":
      "巡查永远结束不了：{why, select, outside {“{id}”不是巡查环节“{stage}”里的步骤} leaves {“{id}”离开了巡查环节，正常的次数累计不起来} stays {“{id}”没有离开巡查环节“{stage}”} end {“{id}”已经办结，不会再巡查} other {环节“{id}”在完成{checks}次（至少间隔{least}）以前就届满}}",
    "patrol-without-relapse":
      "返潮的步骤不对：{why, select, outside {“{id}”不是巡查环节“{stage}”里的步骤} other {“{id}”没有离开巡查环节“{stage}”}}",
    "patrol-parts-alike": "正常、返潮、结束巡查必须是三个不同的步骤",
    "patrol-unit": "巡查的间隔按天或周计，不能是“{found}”",
    "patrol-bounds": "巡查间隔应当 least ≤ first ≤ most，且至少一天；这里是{least}、{first}、{most}",
    "patrol-factor":
      "{why, select, widen {查看正常后间隔不能缩短：widen 是{found}，应不小于1} other {返潮后间隔不能放长：tighten 是{found}，应不大于1}}",

    // ---------------------------------------------------------------------------------------------------------- 提醒
    "mandate-reversed": "任职{until}结束，却{from}才开始：这一任职从不生效",
    "role-without-actor": "没有人担任{roles}，而有步骤要由其办理：请写明由谁担任，或删去这些流程",
    "stage-without-exit":
      "流程“{playbook}”到了“{stages}”，今天没有人能往下办：请写明由谁担任其步骤要求的角色",
    "deadline-of-zero": "期限是0，当天开始当天就到期",
    "place-served-twice":
      "{building, select, _ {全居民区} other {{building}}}由小组“{group}”和“{other}”同时负责，事项只会归“{group}”；请只保留一个",
    "place-served-by-nobody":
      "没有“{heart}”小组负责{buildings}，这些楼的事项会归“{group}”；请把它们写进某个小组的楼栋",
    "calendar-ends":
      "{until, select, _ {工作日历没有{year}年的节假日数据} other {工作日历的节假日数据到{until, date}为止}}，请补充{year}年的安排（liulinhui calendar add {year}）并重新采用模型；在此之前，跨入该年的工作日期限只能暂定",
    "tag-that-nobody-has": "名册里没有人有标签“{tag}”",
    "part-with-nobody": "名册里没有人住在“{part}”，这一部分没有应覆盖的人",
    "tag-not-in-model":
      "名册里有标签“{tag}”，模型里没有：{meant, select, _ {请加进模型的 tags，或改正名册} other {是不是“{meant}”？}}",
    "birth-of-1900": "{count}位居民的出生日期是1900-01-01（表格软件遇到空日期时会这样写）：{residents}"
  },
  expected: {
    "a text": "文字",
    "a number": "数",
    "true or false": "true（是）或 false（否）",
    "a list": "列表（每项以“- ”开头，或写在方括号里）",
    "a map of keys and values": "“名称: 内容”的形式",
    "an integer": "整数",
    "a finite number": "数",
    "a date such as 2026-03-01": "日期，如 2026-03-01",
    "a year of four digits": "四位数的年份",
    "a language tag such as zh, en or zh-Hant": "语言代号，如 zh、en",
    "a text in at least one language, such as { zh: … }": "至少一种语言的文字，如 '{' zh: … '}'",
    "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit":
      "1–64个字的编号（汉字、字母、数字和 - _ .，以汉字、字母或数字开头）",
    'a period such as "7 days", "5 working days", "2 weeks", "3 months", "1 quarter" or "2 years"':
      "时间长度，如 7 days（天）、5 working days（工作日）、2 weeks（周）、3 months（月）、1 quarter（季度）、2 years（年）",
    'a length of time such as "24 hours", "7 days", "5 working days" or "3 months"':
      "时间长度，如 24 hours（小时）、7 days（天）、5 working days（工作日）、3 months（月）",
    'a deadline such as "7 days", "5 working days" or "24 hours", or a period from a date in the evidence such as "30 days from signed-on"':
      "期限，如 7 days（天）、5 working days（工作日）、24 hours（小时），或从材料里的日期算起，如 30 days from signed-on",
    'a period of calendar days such as "7 days", "2 weeks", "3 months" or "1 year"':
      "按自然日计的时间长度，如 7 days（天）、2 weeks（周）、3 months（月）、1 year（年）",
    'a period of days or weeks such as "30 days"': "按天或周计的时间长度，如 30 days",
    'a period of days, weeks or months such as "92 days"': "按天、周或月计的时间长度，如 92 days",
    'a period of days, weeks or months such as "36 months"': "按天、周或月计的时间长度，如 36 months",
    'a time of day such as "07:30"': '几点几分，如 "07:30"',
    'a ratio of whole numbers such as "2/3"': '分数，如 "2/3"',
    'a threshold such as "at least 2/3" or "more than 1/2"':
      "门槛，如 at least 2/3（不少于）或 more than 1/2（超过）",
    "consent of at least 1/2 where silence follows the majority": "未表态的随多数时，同意的门槛不低于1/2",
    'a share such as "95 %", "99.5 %" or "19/20", at most the whole': "比例，如 95 %、19/20，不超过全部",
    "a kind of contact such as home-visit, or a step such as corridor-clutter/survey":
      "联系（如 home-visit）或步骤（如 corridor-clutter/survey）",
    'a rule "of" residents, households, buildings, cases, pairs':
      "写明对象（of）的要求：residents（居民）、households（户）、buildings（楼）、cases（事项）、pairs（结对）",
    '"week", "month", "quarter", "year", or a month that begins on another day: { month: 26 }':
      "week（周）、month（月）、quarter（季度）、year（年），或从别的日子起的月：'{' month: 26 '}'",
    "the first day of the month, from 1 to 28": "每月从几号起（1–28）",
    "at least one goal with its weight": "至少一个目标及其分量",
    "each goal once": "每个目标只写一次",
    "a playbook's id of 1–64 letters, digits and - _ that begins with a letter or a digit":
      "1–64个字的流程编号（汉字、字母、数字和 - _）",
    "a stage's id of 1–64 letters, digits and - _ that begins with a letter or a digit":
      "1–64个字的环节编号（汉字、字母、数字和 - _）",
    "a step's id of 1–64 letters, digits and - _ that begins with a letter or a digit":
      "1–64个字的步骤编号（汉字、字母、数字和 - _）",
    "an evidence field's id of 1–64 letters, digits and - _ that begins with a letter or a digit":
      "1–64个字的材料编号（汉字、字母、数字和 - _）",
    "a choice's id of 1–64 letters, digits and - _ that begins with a letter or a digit":
      "1–64个字的选项编号（汉字、字母、数字和 - _）"
  },
  ranges: [
    [/^a value between (\S+) and (\S+)$/u, "$1 到 $2 之间的数"],
    [/^a value greater than or equal to (\S+)$/u, "不小于 $1 的数"],
    [/^a value less than or equal to (\S+)$/u, "不大于 $1 的数"],
    [/^a value with a length of at least 1$/u, "不空的内容"],
    [/^a value with a length of at least (\d+)$/u, "至少 $1 项（字）的内容"],
    [/^a value with a length of at most (\d+)$/u, "至多 $1 项（字）的内容"],
    [/^a value with at least (\d+) entr(?:y|ies)$/u, "至少 $1 项"],
    [/^at least one of (.+)$/u, "$1 中的至少一项"]
  ],
  choices: "{choices}之一",
  or: "，或"
}
