/**
 * Chinese translations of the descriptions of commands, arguments and flags. The keys are the English texts in the
 * program.
 */
export const helpZh: Readonly<Record<string, string>> = {
  // ------------------------------------------------------------------------------------------------------------ 写法
  "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit":
    "编号：1–64个字母、数字或 - _ .，以字母或数字开头",
  "a subject such as household:b07-301": "对象，如 household:b07-301、resident:b07-301-1、building:b07",
  "a playbook's id of 1–64 letters, digits and - _ that begins with a letter or a digit":
    "办事流程的编号：1–64个字母、数字或 - _，以字母或数字开头",
  "a step's id of 1–64 letters, digits and - _ that begins with a letter or a digit":
    "步骤的编号：1–64个字母、数字或 - _，以字母或数字开头",
  "a number such as 1, or a least and a most such as 0..5": "一个数，如 1；或下限和上限，如 0..5",
  "a branch and a group such as branch-1:peace": "支部和小组，如 branch-1:peace",
  "a SHA-256 hash in lower-case hex": "小写十六进制的 SHA-256",
  "a command id of 1–200 letters, digits and - _ . : /": "命令编号：1–200个字母、数字或 - _ . : /",
  "a file that is there, or postgres://… for a database": "已有的文件，或数据库地址 postgres://…",

  // -------------------------------------------------------------------------------------------------------- 通用选项
  "The language of what is printed: zh (default) or en": "输出所用的语言：zh（默认）或 en",
  "Show help information": "显示用法",
  "Show version information": "显示版本",
  "Print JSON": "输出 JSON，供程序读取",
  "zh or en": "语言：zh 中文，en 英文",
  "In whose name: an actor of the model with a mandate for it. Anybody who can open the ledger and its keys can name any actor, so limit who can":
    "以谁的名义：模型中有此授权的人。谁能打开台账和密钥，就能写任何人的名义，所以请限制能打开的人",
  "The command id. The same id again writes nothing. Default: a new one, which is printed":
    "命令编号。同一编号再次提交不会重复记录。默认：新编一个，并显示出来",
  "The request, or a part of it, as JSON or YAML": "请求的内容或其中一部分，JSON 或 YAML",
  "A JSON or YAML file with the request, or a part of it; - reads standard input":
    "内容写在 JSON 或 YAML 文件里；- 表示从标准输入读取",
  "Say what would happen, and write nothing": "只试算，不写入",
  "Which district of the ledger; may be left out where it holds one": "台账中的哪个居民区；只有一个时可不填",
  "The SQLite file of one district or several, or postgres://… for a database":
    "台账：一个或多个居民区的 SQLite 文件，或数据库地址 postgres://…",
  "The state at the end of that day. Default: today": "截至哪一天（默认今天）",
  "Only what had been written down by the end of that day. Default: all":
    "仅含到哪一天为止已登记的情况（默认全部）",
  "Only what had been written down by the end of that day (today)": "仅含到哪一天为止已登记的情况（今天）",
  "The coverage at the end of that day. Default: today": "截至哪一天（默认今天）",
  "Write this to the ledger?": "写入台账吗？",

  // ------------------------------------------------------------------------------------------------------------ 命令
  "Run a residential district's self-governance: pairing, cases, coverage, and their proof":
    "居民区自治的日常：结对、事项、覆盖，以及每个数字的凭据",
  "Check a model and adopt it; makes the ledger and its keys if there are none":
    "检查模型并采用；没有台账和密钥的，一并新建",
  "Compare two models: what the change means, with examples": "比较两个模型：改动意味着什么，附例子",
  "Compare two models": "比较两个模型",
  "Show what the change from one model to another means, with examples": "模型改动意味着什么，附例子",
  "The model as it was, such as the district.yaml that was adopted": "原来的模型，如已采用的 district.yaml",
  "The model as it will be": "新的模型",
  "Count the people and cases of this ledger": "按这份台账计算人数和在办事项",
  "The number of situations of a case after which the comparison of a playbook stops":
    "每个办事流程最多比较多少种情形",
  "Adopt a changed model without a question": "模型有变化也不询问，直接采用",
  "Compare a roster with the registry, and write the differences": "把名册与登记簿对比，先看后写入",
  "List what an actor can do today, late and urgent cases first": "某人今天可办的事，逾期和紧急的在前",
  "List the open cases, what is late or due first at the top": "在办事项，逾期和先到期的在前",
  "Show a case, or open one, take its steps, hand it over, transfer, merge, withdraw, reopen":
    "查看事项，或登记、办理、交办、转出、并案、撤销、重新办理",
  "A spreadsheet with a row for each case: a column “case”, and a column for each piece of evidence":
    "表格文件：每件事项一行，要有“事项”一列，每项材料一列",
  "Take one step on many cases": "对多件事项办理同一步",
  "Record visits, calls and other contacts": "登记走访、电话等联系",
  "Exclude somebody or a place from a coverage rule, or end that": "把某人或某处从覆盖要求中除外，或取消",
  "Enter, move, correct a resident, record that a resident left, undo that, merge two records":
    "登记居民入住、搬家、更正、离开；撤销误登的离开；合并同一人的两份资料",
  "Reports from residents without an account: list them, look at them, and decide":
    "居民报事：列出、查看、处理",
  "List the reports on which the actor may decide, the oldest first": "列出某人可以处理的报事，先报的在前",
  "Also the reports that were decided": "也列出已处理的报事",
  "Show what a resident has reported; this leaves an entry": "查看居民报的事（留有记录）",
  "The id of the report": "报事的编号",
  "Personal data whose time is over: list what is due, and erase it": "保存期限已满的个人信息：列出，并删除",
  "List whose data are due for erasure, and by which rule": "列出应删除谁的资料、依据哪项期限",
  "What is due on that day. Default: today": "哪一天应删除的（默认今天）",
  "List, grant and end the mandates of actors": "任职：查看、任命、免去",
  "List who has which mandate on a day": "某日谁任何职",
  "The mandates in force on that day. Default: today": "哪一天的任职（默认今天）",
  "Only the mandates of this actor": "只看此人的任职",
  "The actor's id": "人员的编号",
  "Invite actors to sign in with a device; list and revoke devices; print the audit of sign-ins":
    "登录设备：邀请人员、查看、停用；输出登录记录",
  "Make an invitation for one device of an actor, as a link and a QR code":
    "为人员的一台设备开出邀请：链接和二维码",
  "The address of the service, such as https://hub.example. Default: LIULINHUI_URL":
    "服务地址，如 https://hub.example（默认取LIULINHUI_URL）",
  "List the devices that an actor can sign in with": "列出人员可用来登录的设备",
  "Revoke the devices and the open invitation of an actor, or one device":
    "停用人员的全部设备和未用的邀请，或只停用一台",
  "Only the device with this id": "只停用这个编号的设备",
  "Print the invitations, sign-ins and refusals of a district as JSON": "以 JSON 输出邀请、登录、被拒的记录",
  "The id of a role of the model that may grant mandates": "模型中可以任免的岗位的编号",
  "Why this actor is appointed": "任命的理由",
  "Grant the first mandate as the operator of the ledger, while no actor of the district may grant one":
    "居民区尚无人可以任命时，由台账的运维人员任命第一人",
  "Compute or check a pairing; propose, confirm, overrule, reject it, or bring it into force":
    "计算、核验结对；提出、确认、改定、否决、开始执行",
  "Compute companions for elders; propose, confirm, overrule, reject, assign, release them":
    "计算老伙伴结对；提出、确认、改定、否决、指定、解除",
  "Propose capable residents for cases and teams, and decide on the proposal": "提出能人承办方案，并作决定",
  "Show the votes of owners; open one, write its ballot sheet, record ballots":
    "业主表决的情况；发起表决，输出表决票表格，登记表决票",
  "Write the ballot sheet of a vote, to print and to fill in": "输出表决票表格，可打印、填写",
  "Record the ballots of a filled sheet; if one is refused, none is written. The same sheet again changes nothing":
    "登记填好的表决票表格；有一票不符就一票也不录；同一张表再录一次不会重复",
  "The vote's id, as `poll` shows it": "表决的编号，见 poll",
  "The filled ballot sheet, from `poll sheet`: xlsx, xls, ods or csv":
    "poll sheet 输出、已填好的表格：xlsx、xls、ods 或 csv",
  "Write the list to this file instead, as .xlsx or .csv": "不显示，写成这个文件：.xlsx 或 .csv",
  "a file name that ends with .xlsx or .csv": "以 .xlsx 或 .csv 结尾的文件名",
  "The filled walking list, from `round --out`: xlsx, xls, ods or csv":
    "round --out 输出、已填好的走访表：xlsx、xls、ods 或 csv",
  "The day of visits without a date in the list. Default: today": "表中没有写日期的，是哪一天（默认今天）",
  "Record the visits of a filled walking list; if one is refused, none is written. The same list again changes nothing":
    "登记填好的走访表；有一行不符就一行也不录；同一张表再录一次不会重复",
  "Print the receipt of a matter for the resident who reported it; it names nobody":
    "给反映人的受理回执，不写任何人的姓名",
  "Only this building, by its id or door; can be repeated. Default: all":
    "只写这一栋，写编号或楼号；可重复。默认：全部",
  "Write a file of each building: its flats, people, open cases and last contact":
    "一楼一档：每栋一张表，写住户、人数、在办事项和上次联系",
  "What the names are needed for. It is recorded for each resident": "为什么需要姓名；会记在每位居民名下",
  "Write the registry with names; that it was opened is recorded for each resident":
    "输出带姓名的登记簿；查阅会记在每位居民名下",
  "Show who must be reached, who was reached, and who is missing": "应联系谁、已联系谁、还缺谁",
  "Show the state of a district, computed from its ledger": "居民区的总体情况，由台账算出",
  "Print documents of the district": "打印材料",
  "Show who is notified of what and when; send it; and what could not be delivered":
    "谁在何时收到什么通知；发送；以及无法送达的",
  "Make any request: do REQUEST LEDGER --as ACTOR, with its fields as flags, JSON or YAML":
    "提交任何请求：do 请求 台账 --as 某人，内容写成选项、JSON 或 YAML",
  "List all requests with their fields": "列出全部请求及其内容",
  "Run every story of a folder, and say what the stories do not meet":
    "运行文件夹里的每段经过，并指出没有走到的环节、步骤和规则",
  "Let a made-up neighbourhood live under a model, and watch what must always hold":
    "让虚拟的邻里按模型生活几个月，检查始终应当成立的事",
  "The model of the neighbourhood": "邻里采用的模型",
  "How many days the neighbourhood lives (365)": "邻里生活多少天（默认365天）",
  "The same seed has the same course. Default: a new one, which is printed":
    "种子相同，过程就相同（默认新取一个，并显示出来）",
  "The folder with the stories, such as . for the present one": "经过所在的文件夹，如 .（当前文件夹）",
  "The model that the stories begin with. Default: the one in the folder":
    "开头采用的模型（默认用文件夹里的）",
  "The roster that the stories begin with. Default: the one in the folder, if any":
    "开头导入的名册（默认用文件夹里的，没有则不导入）",
  "Print generated stories for the steps that no story takes": "为没有走到的步骤生成经过",
  "Only the generated stories of this playbook": "只生成这个办事流程的经过",
  "Run a story with its days onto a ledger, for trials, training and moving in":
    "把一段带日期的经过写进台账，用于试用、培训、从别的系统迁入",
  "Check a district's model and registry; every mistake is reported, nothing is written":
    "检查模型和名册，一次报告全部错误，不写入",
  "Check Node, the channels for notices, the ledger, the keys, the time zone and the calendar; nothing is sent":
    "检查 Node、通知渠道、台账、密钥、时区和工作日历；不发送任何通知",
  "Show the working-day calendar, or add a year": "查看工作日历，或补充一年",
  "Write the JSON Schema of a model, a playbook, a coverage rule or a problem":
    "输出模型、办事流程、覆盖要求等的 JSON Schema",
  "Draw a playbook": "画出办事流程",
  "A resident's rights: access to what is held, and erasure": "居民本人的权利：查阅、删除",
  "The keys under which personal data is sealed": "加密个人信息的密钥",
  "Verify the ledger, export and import it": "核验、导出、导入台账",
  "Say whether a ledger can be read and written, and how far readers are behind":
    "台账能否读写，各读取方落后多少",
  "Move open cases to another version of their playbook": "把在办事项移到办事流程的另一版本",
  "Have a district write the newest ledger format": "改用最新的台账格式",
  "Print the completions for a shell": "输出命令行补全脚本",

  // -------------------------------------------------------------------------------------------------- 采用、导入、检查
  "The district's model, such as district.yaml": "居民区的模型，如 district.yaml",
  "Check everything, and write nothing": "只检查，不写入",
  "The SQLite file of the district, or postgres://…; a new file is made if it does not exist":
    "台账的 SQLite 文件，没有就新建；或 postgres://…",
  "Write it without a question": "不再询问，直接写入",
  "Show the preview, and write nothing": "只看预览，不写入",
  "Leave out rows with mistakes, and write them to a workbook. Default: all or nothing":
    "有错的行不收，另存一份工作簿。默认：有错就整份不收",
  "The workbook for rows that are left out. Default: ROSTER.rejects.xlsx":
    "未收的行存到哪个工作簿。默认：名册名.rejects.xlsx",
  "The roster lists everybody in the district: residents who are missing have left":
    "名册列了全居民区所有人：没有列的就是离开了",
  "A building of which the roster lists everybody; can be repeated": "名册列全了的楼，可重复",
  "How residents who are missing have left": "没有列的人怎样离开：moved-away 迁出，died 去世",
  "A file that says which column is what": "列的对应关系文件",
  "Write the mapping that was used to this file": "把这次用的对应关系存到此文件",
  "The day of the import, such as 2026-03-02: nobody is born after it. Default: today":
    "导入的日期，如 2026-03-02。默认今天",
  "Name everybody in the preview": "预览中列出所有人",
  "The roster: xlsx, xls, ods or csv, as Excel, WPS or LibreOffice save it":
    "名册：Excel、WPS、LibreOffice 保存的 xlsx、xls、ods 或 csv",
  "Check a district's model and registry: report every mistake, and write nothing":
    "检查模型和名册，一次报告全部错误，不写入",
  "The day of the import: nobody is born after it (today)": "导入的日期（默认今天）",
  "Its registry, such as registry.csv; default: only the model is checked":
    "名册，如 registry.csv；默认只检查模型",
  "The ledger to check as well: an SQLite file, or postgres://…":
    "同时检查的台账：SQLite 文件，或 postgres://…",

  // ------------------------------------------------------------------------------------------------------------ 事项
  "Only those of which something is late": "只列逾期的",
  "Only those that this group leads": "只列该小组的",
  "Show the stage of a case, who can do what next, and what has happened":
    "一件事项办到哪里、谁可办什么、经过如何",
  "The case's id": "事项编号",
  "Take in a case that another district of this ledger sent": "接收本台账中另一居民区转来的事项",
  "The id of the case here. Default: the id that it had": "在本居民区的编号。默认沿用原编号",
  "The district that sent the case": "转出的居民区",
  "The id of the case there": "事项在那边的编号",
  "What the case is about here, such as household:b01-101": "事项在本居民区的对象，如 household:b01-101",
  "Other subjects of the case": "其他对象",
  "Take one step on many cases, completely or not at all on each; report each result":
    "对多件事项办理同一步，逐件报告结果",
  "A JSON file with the evidence that the step requires, the same for every case":
    "该步所需材料的 JSON 文件，各件相同",
  "Your id for the batch. The same id again does what was left undone. Default: a new id":
    "批次编号：同一编号再次提交，只办上次未办的",
  "The step's id in the playbook of the cases": "步骤编号",
  "The ids of the cases": "各事项的编号",
  "Move the open cases of a playbook to the version that the model has now": "把在办事项移到模型现有的版本",
  'A JSON file that says which stage becomes which, such as {"found": "seen"}; others keep their id':
    '环节对照表的 JSON 文件，如 {"found": "seen"}；没写的不变',
  "Show what each case would become, and write nothing": "只看每件会变成什么，不写入",
  "Draw a playbook of a model as a Mermaid state diagram": "把办事流程画成 Mermaid 状态图",
  "The playbook's id, such as corridor-clutter": "办事流程的编号，如 corridor-clutter",

  // ------------------------------------------------------------------------------------------------------ 联系、覆盖
  "List the actor's own visits in walking order; nothing is written": "本人的走访名单，按门牌顺序；不写入",
  "The most visits for each coverage rule. Default: 20": "每项覆盖要求最多列多少户次，默认 20",
  "Record that some people or places were not reached: nobody in, refused, next time":
    "登记没有见到人：不在家、谢绝、改天",
  "What happened: nobody-in, refused or next-time": "情况：nobody-in 不在家、refused 谢绝、next-time 改天",
  "The day agreed for the next visit, such as 2026-03-09": "约定再访的日子，如 2026-03-09",
  "The day of the attempt, such as 2026-03-02. Default: today": "当天的日期，如 2026-03-02，默认今天",
  "Record one contact with each of some people or places": "登记与若干人或处的联系，各一次",
  "The day of the contact, such as 2026-03-02. Default: today": "联系的日期，如 2026-03-02。默认今天",
  "With each resident of these flats, instead of with the flats": "与这些户的每位居民各登记一次",
  "A reference to the photo or signature that shows it": "照片或签名的出处",
  "The kind of contact in the model, such as home-visit": "联系的种类，见模型，如 home-visit",
  "A person or place, such as resident:b01-101-1 or household:b01-101":
    "人或处，如 resident:b01-101-1、household:b01-101",
  "Show who must be reached, who has been, and who has not, as of any day":
    "截至某日，应联系谁、已联系谁、还缺谁",
  "The id of a coverage rule of the district's model": "覆盖要求的编号",
  "What the figures are broken down by (as each rule says)": "按什么分列（默认按该要求所定）",
  "Name everybody who is missing, by id and door, in walking order": "逐一列出还缺的人和门牌，按上门顺序",
  "Certify the coverage under a rule, so that others can check it and need not trust it":
    "出具可以复核的覆盖证明",
  "The day that is certified, at its end (today)": "证明截至哪一天（默认今天）",
  "Write the certificate to this file": "证明写到此文件",
  "Check a certificate against the ledger, and say each thing that does not match":
    "用台账复核证明，逐处指出不符",
  "A file written by liulinhui coverage certify": "coverage certify 写出的文件",
  "Forecast when a target is met at the pace of the last weeks, and what pace meets it by a day":
    "按近几周的进度何时达标，某日前达标需要多少",
  "Say also what it takes to meet the target by the end of that day": "还要说明在该日前达标需要多少",
  "The day from which the pace is taken (four weeks before, or when the district began)":
    "从哪天起计算进度（默认四周前或开始之日）",
  "Contacts that can be made a day: say also who can still be reached in time":
    "每天能联系多少：还要说明哪些来得及",
  "Make the next round: who visits whom of those who are missing; nothing is written":
    "安排下一轮：还缺的人由谁上门；不写入",
  "The most members that one volunteer visits": "每名志愿者最多上门多少",

  // ------------------------------------------------------------------------------------------------------ 结对、表决
  "Compute or check an optimal pairing, with its proof": "计算或核验最优结对，附证明",
  "With a district's model: its ledger, for the pairs that are in force": "配合模型使用：读取现行结对的台账",
  "What the numbers of a bare matrix are: costs are kept down, scores are brought up":
    "矩阵中的数字是什么：costs 越小越好，scores 越大越好",
  "How many columns each row of a matrix gets: 1, or 0..5 (default: 1 for the shorter side, 0..1 for the longer)":
    "矩阵每行配几列：1，或 0..5（默认短边 1，长边 0..1）",
  "How many rows each column of a matrix gets, likewise": "矩阵每列配几行，写法相同",
  "For a matrix: as many pairs as possible, then the best of these plans (--rows and --columns default to 0..1)":
    "矩阵：先求配对最多，再求其中最好（--rows、--columns 默认 0..1）",
  "Check this plan (JSON) and all that it states, instead of making one; without prices it is compared with the best plan":
    "核验这份方案（JSON），不另计算；没有价格的与最优方案比较",
  "BRANCH:GROUP, a pair that the plan does not have: what it would cost, and what would change":
    "支部:小组，问方案为何没有这一对：代价如何，会变动什么",
  "Show also what fewer changes would cost in points": "还要列出少变动几对各少多少分",
  "A district's model (YAML) or ledger (SQLite, or postgres://…), a bare problem (JSON with branches and groups), or a matrix of whole numbers (CSV or JSON)":
    "模型（YAML）、台账（SQLite 或 postgres://…）、单独的问题（JSON），或整数矩阵（CSV、JSON）",
  "Compute who should look after which elder, with its proof; nothing is written":
    "计算哪位志愿者照看哪位老人，附证明；不写入",
  "Show the results of the owners' votes so far": "业主表决的情况",
  "One poll; all of them where it is left out": "哪一次表决；不填则全部",
  "All flats of the case's buildings vote, and each has one owner, named by the flat":
    "事项所在楼栋的全部房屋参加，每套房一位业主，以户号为业主编号",

  // ------------------------------------------------------------------------------------------------------ 报告、打印
  "Report on a district, computed from its ledger": "居民区的总体情况，由台账算出",
  "The first day of the period. Default: the day of the first model": "从哪天起（默认首次采用模型之日）",
  "Write the files of a new district: model, roster, first events, a story that tests them":
    "写好一个新居民区的文件：模型、名册样张、第一批事项、检验用的经过",
  "A new or empty folder for the files of the district": "新的或空的文件夹，放居民区的文件",
  "The name of the district, such as Xinglin": "居民区名称，如 杏林居民区",
  "The id of the district, in small Latin letters, such as xinglin": "居民区编号，小写拼音，如 xinglin",
  "The number of Party branches, 1 to 6. Default: 2": "党支部数，1到6。默认：2",
  "Who reads the report: a role of the model, or hall for everybody: counts only, no flat, no case. Default: hall":
    "给谁看：模型中的一个角色，或 hall（大厅公示，只有数字，不含户、不含事项）。默认：hall",
  "Write the page to this file as well": "同时把网页写到此文件",
  "Write pages and lists to be printed, filled in and signed": "输出可打印、填写、签名的页面和表格",
  "Write self-rectification notices, of a household or of a building, a page of A4 each":
    "输出自行整改通知书：一户或一栋，每户一页 A4",
  "The case whose household is to be noticed. Default: see --building":
    "通知哪一户：事项编号。不写时见 --building",
  "Instead of a case: every notice of this building that is not served yet, by its id or door":
    "不写事项：这一栋尚未送达的全部通知书，写编号或楼号",
  "Write posters for stairwells, with a QR code for reports, a page of A4 each":
    "输出楼道海报：报事二维码，每栋一页 A4",
  "Only the poster of this building, by its door. Default: one for each building":
    "只要这一栋的海报，写楼号。默认每栋一张",
  "Write the doors where somebody is still to be reached as pages of A4": "还需上门的门牌，A4 页面",
  "Write the page to this file: open it in a browser and print it": "写到此文件：用浏览器打开打印",
  "The coverage rule of the model": "覆盖要求的编号",

  // ------------------------------------------------------------------------------------------------------------ 通知
  "Who hears what, and when; sending it; and what could not be delivered":
    "谁在何时收到什么；发送；无法送达的",
  "Who would hear what, and when; nothing is sent": "预览谁在何时收到什么，不发送",
  "Who listens: one recipient, or a group, which hears no flat and nothing confidential":
    "给谁看：one 一人；group 群，不含户和保密内容",
  "The first day (today)": "第一天（默认今天）",
  "The last day (six days after the first)": "最后一天（默认六天后）",
  "Make texts of the notices, to paste into groups without a robot": "生成可粘贴的文字，发到没有机器人的群",
  "The last day (the first)": "最后一天（默认同第一天）",
  "Queue the notices, and deliver those that are due through a channel": "把应发的入队，并经一个渠道送达",
  "The channel; its keys and addresses come from the environment, see docs/notices.md":
    "渠道；密钥和地址取自环境变量，见 docs/notices.md",
  "What cannot be delivered now holds up what is behind it": "送不出的先等，后面的不越过",
  "Notices that could not be delivered": "无法送达的通知",
  "Notices that could not be delivered and wait for somebody": "列出无法送达、待处理的通知",
  "Those that were dropped as well": "包括已放弃的",
  "One of them, with its text and why it could not be delivered": "其中一条的内容和原因",
  "The key of a dead letter, as list shows it": "list 所列的键",
  "Put one, or all, back into the queue": "重新入队：一条或全部",
  "All of them": "全部",
  "Give one up, with a reason": "说明理由，放弃一条",
  "Why the notice is no longer needed. The reason is kept with the letter": "不必再通知的理由，会一并留存",

  // ------------------------------------------------------------------------------------------------------ 日历、模型
  "Show for which years holidays are known, and from which source": "哪些年份有节假日数据，来自何处",
  "A model (district.yaml), or a ledger; default: the calendar that comes with this version":
    "模型（district.yaml）或台账；默认本版本自带的日历",
  "Print the lines that add a year to a model's calendar": "输出加进模型日历的一年",
  "A text file with the State Council's notice; default: the list that comes with this version":
    "国务院通知的文本文件；默认本版本自带的",
  "The year to add, such as 2027": "哪一年，如 2027",
  "Write to this file. Default: print to the screen": "写到此文件；默认显示在屏幕上",
  "model (the default), or patch: a model's file that extends another":
    "默认 model；patch 是在别的模型上修改的文件",

  // -------------------------------------------------------------------------------------------------- 个人信息、密钥
  "A resident's own rights: access to what is held, and erasure": "居民本人的权利：查阅、删除",
  "Everything that is held on a resident, opened, as JSON": "所存的该居民的全部信息，解封后的 JSON",
  "What it is opened for": "查阅的目的",
  "Write it to this file, for its owner's eyes only, instead of printing it":
    "写到此文件（只有本人可读），不显示",
  "The resident's door and name, such as 1号楼101王伟, or the resident's id":
    "居民：门牌加姓名，如 1号楼101王伟，或居民编号",
  "Erase all data of a resident permanently, by destroying the key": "销毁密钥，永久删除该居民的信息",
  "Why: as PIPL Art. 47 has it": "依据：个人信息保护法第四十七条",
  "Make a master key beside a ledger, for its owner's eyes only": "在台账旁生成主密钥，只有本人可读",
  "What the master key is called, such as its year": "主密钥的名称，如年份",
  "The SQLite file that the keys are for": "密钥所属台账的 SQLite 文件",
  "Wrap every data key by a new master key, and put that in front; again if it was stopped":
    "换用新的主密钥；中断后再运行一次即可继续",

  // ------------------------------------------------------------------------------------------------------ 核验、运行
  "Check that a ledger is what was written, and move a district between ledgers":
    "核验台账未被改动；在台账之间迁移居民区",
  "Check the hash chain of a district, the look-up of every entry, and heads that were noted elsewhere":
    "核验一个居民区的哈希链、每条记录能否查到，以及记在别处的链尾",
  "An end of the chain that was noted elsewhere, as HASH@POSITION; can be repeated":
    "记在别处的链尾，写成“哈希@序号”；可重复",
  "A file with anchors that `audit anchor` wrote, one a line": "audit anchor 写出的锚点文件，每行一个",
  "The file of the public key that checks the anchors": "核对锚点用的公钥文件",
  "Make a key that signs anchors, and print the public key that checks them":
    "生成签名锚点的私钥，并显示核对用的公钥",
  "The new file of the private key": "新的私钥文件",
  "Sign the end of a district's chain, to be kept away from the ledger":
    "为一个居民区的链尾签名，保存到台账以外的地方",
  "The file of the private key, from `audit key`": "audit key 生成的私钥文件",
  "The file to which the anchor is added; default: it is printed": "锚点追加到此文件；默认直接显示",
  "Write a district into a portable file, its chain included; what is sealed stays sealed":
    "把居民区导出到文件，含哈希链；封存的仍封存",
  "The file to write, one entry a line (JSON Lines)": "写到哪个文件，每行一条（JSON Lines）",
  "Write a district from a portable file into a ledger; a file that was tampered with is refused":
    "从文件导入居民区；改动过的文件不收",
  "A file that `audit export` wrote": "audit export 写出的文件",
  "The SQLite file to write the district into, which is made where there is none, or postgres://… for a database":
    "导入到哪个 SQLite 文件，没有就新建；或 postgres://…",
  "A bookmark that is meant to keep up, such as announcer:email; may be given several times":
    "应当跟上的书签，如 announcer:email，可重复",
  "A kept view that is meant to keep up; may be given several times": "应当跟上的视图，可重复",
  "Has a district write the newest ledger format. Do it when every program that writes to the ledger is of this version":
    "改用最新的台账格式。写入台账的程序都是本版本之后再做",
  "The shell; its documentation says where completions are kept": "哪种命令行；补全脚本放在哪里见其文档",

  // ------------------------------------------------------------------------------------------------------------ 重演
  "The story: a YAML or JSON file with its events": "经过：写有各件事的 YAML 或 JSON 文件",
  "The SQLite file for the story; a new file is made if it does not exist":
    "写进哪个 SQLite 文件，没有就新建",
  "The model that the story begins with": "开头采用的模型",
  "The roster that the story begins with; its importer is the story's":
    "开头导入的名册，由经过中的 importer 导入",
  "Go on after an event that is not as expected": "遇到与预期不符的也继续",
  "Serve the districts of a ledger over HTTP, with the due clock and the notices":
    "以 HTTP 提供台账中的居民区，同时到期推进、发送通知",
  "The port to listen on": "监听的端口",
  "The address to listen on; other machines cannot reach 127.0.0.1": "监听的地址；其他机器无法访问 127.0.0.1",
  "The folder for photos and documents, which are kept encrypted; default: LEDGER.files beside an SQLite file, none for a database":
    "存放照片和文件的文件夹，加密保存；默认为 SQLite 台账旁边的 LEDGER.files，数据库则没有",
  "Sign in with temporary tokens, one for each role; on this machine only":
    "以临时令牌登录，每个职务一个；只能在本机使用",
  "Also send notices through this channel; its keys and addresses come from the environment, see docs/notices.md":
    "同时通过这个渠道发送通知；密钥和地址取自环境变量，见 docs/notices.md",
  "With --tls: the network address of the proxy, which states the address of each client in X-Forwarded-For; may be repeated. Default: this machine":
    "与 --tls 同用：代理的网络地址，由它在 X-Forwarded-For 中写明客户端的地址；可重复。默认：本机",
  "Run in a cluster with other processes over the same database: the address HOST:PORT at which they reach this process, on a private network; see docs/cluster.md":
    "与使用同一数据库的其他进程组成集群：其他进程访问本进程的地址 HOST:PORT，限内网；见 docs/cluster.md",
  "Serve over HTTPS with this certificate: a PEM file with its chain; add --key":
    "用此证书以 HTTPS 提供服务：含证书链的 PEM 文件；须同时写 --key",
  "With --certificate: the PEM file with its private key, without a passphrase":
    "与 --certificate 同用：私钥的 PEM 文件，不加口令",
  "The service is reached over TLS, by a proxy in front of it": "服务前有代理，以 TLS 访问",
  "A cluster of several processes on this machine, for development": "本机上的多进程集群，供开发用",
  "Start a cluster on this machine for development: a PostgreSQL server, and several processes that share the districts":
    "在本机启动开发用的集群：一个 PostgreSQL，几个进程分担居民区",
  "The models of the districts, which are adopted at the start": "各居民区的模型，启动时采用",
  "How many processes share the districts (3)": "由几个进程分担居民区（3）",
  "A PostgreSQL server for development, in a temporary folder that is deleted at the end":
    "开发用的 PostgreSQL，数据放在临时文件夹，结束时删除",
  "Print the rules for which requests are refused": "列出办理时须遵守的规则",
  "Only the rules with this reason, such as EvidenceMissing; default: all rules":
    "只列出有这一原因的规则，如 EvidenceMissing；默认列出全部"
}

/** Chinese names of the arguments of commands, as the help shows them. The keys are the names in the program. */
export const argumentsZh: Readonly<Record<string, string>> = {
  folder: "文件夹",
  model: "模型",
  ledger: "台账",
  roster: "名册",
  case: "事项",
  playbook: "办事流程",
  subjects: "对象",
  step: "步骤",
  text: "内容",
  "to.actor": "接办人",
  to: "转往",
  from: "来自",
  subject: "对象",
  "other-subject": "其他对象",
  into: "并入",
  entry: "记录",
  how: "处理",
  due: "到期日",
  kind: "种类",
  outcome: "结果",
  sheet: "表格",
  rule: "覆盖要求",
  reason: "理由",
  "resident.id": "居民编号",
  "resident.household": "住户",
  resident: "居民",
  household: "住户",
  departure: "去向",
  actor: "人员",
  role: "岗位",
  name: "姓名",
  ended: "免去日",
  file: "文件",
  proposal: "方案",
  pairs: "结对",
  elder: "老人",
  volunteer: "志愿者",
  talent: "能人",
  team: "小组",
  poll: "表决",
  rules: "表决种类",
  owner: "业主",
  opinion: "意见",
  unit: "房屋",
  area: "面积",
  certificate: "证明",
  key: "键",
  story: "经过",
  registry: "登记簿",
  old: "旧模型",
  new: "新模型",
  "model-or-ledger": "模型或台账",
  year: "年份",
  of: "哪一种",
  report: "报事",
  residents: "居民",
  shell: "终端程序"
}

/** Chinese names of the types of values, as the help shows them after a flag or an argument. */
export const typesZh: Readonly<Record<string, string>> = {
  string: "文字",
  integer: "整数",
  choice: "选一",
  file: "文件",
  path: "文件",
  directory: "文件夹"
}
