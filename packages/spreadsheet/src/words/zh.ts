/** All words of this package in Chinese. */
export const zh = {
  language: "zh",
  locale: "zh-CN",
  /**
   * The problems and remarks: ICU patterns with named arguments. `found` is the content of the cell. The place of the
   * cell is written before the message, so a message does not name the place.
   */
  messages: {
    elders: "{from}岁以上",
    // ------------------------------------------------------------------------------------------------------------ lines
    "place-sheet": "「{sheet}」表",
    "place-row": "第 {row} 行",
    "place-column": "{letter} 列「{column}」",
    "place-heading": "「{column}」",
    line: "{place}：{message}",
    repeated: "{count} × {message}（第 {rows} 行）",
    alike: "{count} 处同类问题（第 {rows} 行），如第 {first} 行：{message}",
    "and-more-rows": "{rows} 等",
    "and-more": "另有 {more} 项",

    // ------------------------------------------------------------------------------------------------------------- file
    "too-large": "文件超过 {most} MB；请拆成几个文件，或只保留名册所在的表",
    "not-text": "从这一行起不是 UTF-8、UTF-16 或 GB 18030 编码的文字；请用 Excel 或 WPS 打开后另存为 xlsx",
    "not-text-as-marked": "文件开头标明是 {encoding}，这一行却不是；文件可能已损坏，请重新导出",
    "not-csv": "引号不成对；这一行及以后各行没有检查",
    "web-page": "文件其实是网页或 XML，只是改名为表格；请用 Excel 或 WPS 打开后另存为 xlsx",
    "not-a-spreadsheet": "文件不是表格；请提供 xlsx、xls、et、ods、csv 或 tsv 文件",
    "xlsb-file": "不读取二进制工作簿（xlsb）；请另存为 xlsx",
    "old-xls": "这个 xls 文件用了过旧的格式，或嵌有别的工作簿；请另存为 xlsx",
    password: "文件设有密码；请去掉密码后另存一份",
    "damaged-file": "文件不完整或已损坏；请重新导出，或用 Excel 或 WPS 打开后另存一份",
    "too-many-parts": "文件内含的部件超过 {most} 个，不像一份名册；请只保留名册所在的表，另存为 xlsx",
    "unpacks-too-large": "文件解压后超过 {most} MB；请拆成几个文件，或只保留名册所在的表",
    "packed-too-tightly":
      "文件里有一部分解压后超过原来的 {most} 倍，不像一份名册；请把内容复制到新的表里另存",
    "part-too-large": "文件里有一部分超过 {most} MB；请拆成几个文件",
    "xml-too-deep": "文件内部嵌套超过 {most} 层，不是表格软件写成的；请用 Excel 或 WPS 打开后另存一份",
    "too-many-sheets": "工作簿超过 {most} 张表；请拆成几个文件",
    "too-many-rows": "有内容的行超过 {most} 行；请拆成几个文件",
    "too-many-columns": "有内容的列超过 {most} 列；请只保留名册的列",
    "cell-too-long": "单元格的文字太长；名册里不应有这样的内容",
    "workbook-not-text": "这是工作簿，不是 csv；请另存为“CSV UTF-8”，或用读取工作簿的命令",
    "macros-not-run": "文件带有宏；宏没有运行，只读取了单元格里保存的内容",
    "links-not-followed": "文件引用了别的工作簿；没有打开它们，只读取了保存的结果，可能不是最新的",

    // ---------------------------------------------------------------------------------------------- sheets and columns
    "no-header":
      "找不到表头：前 {rows} 行里没有一行同时写有「楼号」「室号」「姓名」这样的列名；请检查文件，csv 还请检查分隔符",
    "missing-column": "表头里没有「{name}」列（也可写作：{others}）；请补上，或在对应表里写明哪一列是它",
    "duplicate-column": "表头里有两列是同一内容；请删去一列，或在对应表里写明哪一列不读",
    "column-dropped": "这一列含有能认出个人的号码，已整列舍弃：没有读取，也不保存",
    "column-left-out": "这一列没有读取",
    "sheet-hidden": "这张表是隐藏的，没有读取",
    "sheet-not-chosen": "对应表里没有选这张表，没有读取",
    "sheet-without-names": "这张表没有名册的表头，没有读取",
    "names-repeated": "{count} 行是重复的表头，已略过",
    "total-row": "{count} 行是合计（如第 {first} 行“{found}”），已略过",
    "footnote-row": "{count} 行是表尾说明（如第 {first} 行“{found}”），已略过",
    "row-without-values": "{count} 行只在未读取的列里有内容（如第 {first} 行），已略过",
    "cell-without-name": "{count} 行在没有列名的列里有内容（如第 {first} 行），那些单元格没有读取",
    "row-width": "这一行有 {cells} 格，表头只有 {columns} 格；可能是内容里的逗号没有加引号",
    "reading-stopped": "已发现 {most} 处问题，这一行及以后各行没有检查；请先看表头是否对应",

    // ------------------------------------------------------------------------------------------------------- any cell
    "damaged-cell": "“{found}”是表格软件留下的错误值，请填写原来的内容",
    "column-too-narrow": "“{found}”是列太窄时的显示，原来的内容已丢失，请重新填写",
    "scientific-number": "“{found}”被表格软件改成了科学记数，原来的内容已丢失；请把这一列设为文本后重新填写",
    "formula-without-value": "“{found}”是没有结果的公式；请在表格软件里重新计算并保存，或改成内容本身",
    "replacement-character": "“{found}”里有字符已在别处损坏（�），请改正",
    "text-too-long": "文字太长，请缩短",
    blank: "这里是空白的，请填写",
    "identity-number": "这里是身份证号（{found}）。编号、姓名、门牌和标签会永久保存，不能含身份证号；请删去",
    "mobile-number": "这里是手机号码（{found}）。编号、姓名、门牌和标签会永久保存，不能含手机号码；请删去",
    "card-number": "这里是银行卡号（{found}）。编号、姓名、门牌和标签会永久保存，不能含银行卡号；请删去",
    differs: "现为“{found}”，第 {row} 行写的是“{other}”；请统一",
    "merged-with-broken": "与这一行合并的单元格没有读懂，见那一行的说明",

    // -------------------------------------------------------------------------------------------------------- places
    "not-a-label": "“{found}”不是楼号或门牌，请写成如 12号",
    "not-a-door": "“{found}”不是室号，请写成如 301；这一行如果不是一户，请删去",
    "door-made-a-date": "“{found}”是表格软件把门牌改成了日期；请把这一列设为文本后重新填写",
    "door-made-a-number":
      "“{found}”像是表格软件把门牌改成了小数，可能还丢了前面的零；请把这一列设为文本后重新填写",
    "not-floors": "“{found}”不是总层数，请写成 1 到 200 的整数",
    "not-a-floor": "“{found}”不是楼层，请写成 -10 到 200 的整数，地下一层写 -1",
    "not-an-area": "“{found}”不是面积，请写成以平方米计的数，如 58.20，至多四位小数",
    "no-building": "没有写楼号；如果是合并单元格，请另存为 xlsx，或在对应表里写 fillDown: true",
    "no-door": "没有写室号；如果是合并单元格，请另存为 xlsx，或在对应表里写 fillDown: true",
    "no-floor": "“{found}”看不出在几层，请填写楼层",
    "no-floors": "“{found}”没有总层数，请填写",
    "floor-by-door": "{count} 户没有写楼层，按室号推定（如第 {first} 行“{found}”）",
    "floors-by-flats": "{count} 幢楼没有写总层数，按最高的一户推定（如“{found}”）",
    "unknown-building": "名册里没有说明楼栋 {found} 的门牌，请在它的一行里填写",
    "unknown-household": "名册里没有说明户 {found} 的室号，请在它的一行里填写",
    "duplicate-label": "门牌“{found}”已是楼栋 {other} 的，请改正其一",
    "duplicate-unit":
      "室号“{found}”已是户 {other} 的{row, plural, =0 {} other {（第 {row} 行）}}，请改正其一",
    "given-twice": "“{found}”重复登记，请删去一处",
    "floor-above-building": "{found} 层高于楼栋 {building} 的总层数 {floors}，请核对",
    "building-too-low": "总层数 {found} 低于户 {household} 所在的 {floor} 层，请核对",
    "area-unknown":
      "{count} 户没有面积（如第 {first} 行“{found}”），按面积不明登记；业主表决按面积计票时需要补上",

    // -------------------------------------------------------------------------------------------------------- people
    "not-an-id": "“{found}”不是编号；编号以字母或数字开头，由字母、数字和 - _ . 组成，至多 64 个字符",
    "not-tags": "“{found}”不是标签；标签由字母、数字和 - _ . 组成，用分号隔开",
    "no-id": "没有人员编号；请填写，或在读取时提供居民区的密钥，由程序编号",
    "key-too-short": "密钥太短，至少要有 {least} 个字符",
    "no-name": "没有写姓名；空户请把人员各列留空",
    "not-a-name": "“{found}”不是姓名，请改正",
    "vacant-as-name": "“{found}”不是姓名；空户请把人员各列留空",
    "duplicate-resident": "人员编号“{found}”第 {row} 行已有，请改正其一",
    "listed-twice": "{count} 行与前面的同一人重复（同门、同名、同出生，如第 {first} 行“{found}”），只算一次",
    "listed-though-died": "“{found}”已于 {left} 去世；请从名册里删去，如登记有误，请先撤销去世登记",
    "resident-gone": "“{found}”已于 {left} 离开；请按迁回办理",
    "before-entered": "“{found}”自 {since} 起才登记，导入的日期不能更早",
    "resident-erased": "“{found}”的资料已应要求删除，这个编号不再使用",
    "left-not-decided": "有行被退回，名册因此不完整：没有判断谁已离开",

    // --------------------------------------------------------------------------------------------------------- dates
    "not-a-date": "“{found}”不是日期，请写成如 1950-03-01",
    "no-such-day": "没有“{found}”这一天，请核对",
    "month-only": "“{found}”只有年月，请写到日",
    "year-only": "“{found}”只有年份，请写到日",
    "day-or-month-first": "“{found}”分不清哪个是月、哪个是日，请把年份写在前面，如 1950-03-01",
    "two-digit-year": "“{found}”的年份不是四位，分不清哪一年，请写成如 1950-03-01",
    "zoned-time": "“{found}”带有时区，分不清在本地是哪一天，请只写日期",
    "year-not-shown": "单元格只显示月日，不显示年份（现存“{found}”），年份可能不对；请写成如 1950-03-01",
    "serial-date": "{count} 个日期是表格软件的序列号（如第 {first} 行“{found}”），已换算成日期，请抽查",
    "month-cut-off":
      "{count} 处分不清是 1 月还是 10 月（如第 {first} 行“{found}”，表格软件会把 .10 写成 .1），只取年份",
    "birth-estimated": "{count} 人只知道出生年份或年月（如第 {first} 行“{found}”），照此登记",
    "birth-unknown": "{count} 人出生日期不明（如第 {first} 行“{found}”），照此登记，年龄待核实",
    "birth-in-future": "“{found}”晚于 {on}，请核对",
    "birth-too-long-ago": "“{found}”是 {years} 年以前，请核对年份",
    "party-in-future": "“{found}”晚于 {on}，请核对",
    "party-before-adult": "“{found}”早于年满十八岁之日 {earliest}，请核对",

    // ------------------------------------------------------------------------------------------------------- ballots
    "no-key-column": "找不到列名：要有「{column}」一列",
    "column-name-twice": "有两列都叫「{found}」，请改掉一个",
    "no-key": "这一行没有填「{key}」",
    "key-twice": "“{found}”与第 {row} 行重复",
    "no-ballot-header": "找不到表决票的表头：要有「表决编号」「业主编号」「意见」三列",
    "no-visit-header": "找不到走访表的表头：要有「结果」「对象编号」两列",
    "not-a-visit-result": "“{found}”不是走访结果；请写见到、家中无人、谢绝或改约，或留空",
    "visit-without-result": "没有写结果，日期却填了；请写见到、家中无人、谢绝或改约，或把日期清空",
    "not-a-subject": "“{found}”不是对象编号；请保留走访表原来的内容，如 resident:b01-101-1",
    "ballot-of-other-poll": "这一行是表决“{found}”的，不是“{poll}”的",
    "ballot-without-opinion": "没有写意见，别的格却填了；请写同意、反对或弃权，或把整行留空",
    "not-an-opinion": "“{found}”不是意见，请写同意、反对或弃权",
    "not-an-owner": "“{found}”不是业主编号，请照发出的表填写",
    "owner-twice": "业主“{found}”第 {row} 行已投票，请核对后删去一处",

    // ------------------------------------------------------------------------------------------------------- mapping
    "mapping-not-yaml": "对应表不是 YAML 或 JSON：{found}",
    "mapping-entry": "“{found}”不是对应表里可以写的内容；列可以是：{targets}，或 tags: 加上“值: 标签”"
  },
  /**
   * The names of the roster's columns. When a sheet is written, the first name is used. When a sheet is read, all names
   * are understood.
   */
  columns: {
    building: [
      "楼栋",
      "楼栋号",
      "楼号",
      "楼幢",
      "楼幢号",
      "幢",
      "幢号",
      "栋",
      "栋号",
      "楼",
      "楼宇",
      "楼房号"
    ],
    label: ["门牌", "门牌号", "门牌号码", "楼门号", "门号"],
    floors: ["总层数", "楼层数", "层数", "总楼层", "地上层数"],
    household: ["户号", "户编号"],
    unit: ["室号", "房号", "室", "房间号", "房间", "房室号", "房屋号", "户室", "门室", "室号码"],
    floor: ["楼层", "所在楼层", "所在层", "层"],
    area: [
      "面积",
      "面积(m2)",
      "建筑面积",
      "面积(平方米)",
      "建筑面积(平方米)",
      "建筑面积(m2)",
      "房屋面积",
      "产权面积",
      "专有面积",
      "套内面积",
      "住房面积"
    ],
    householdTags: ["户标签", "家庭标签"],
    resident: ["人员编号", "居民编号"],
    name: ["姓名", "居民姓名", "人员姓名", "住户姓名", "名字"],
    birth: ["出生日期", "出生年月", "出生年月日", "出生", "生日", "出生年份", "出生时间"],
    partySince: ["入党日期", "入党时间", "入党年月", "入党年月日", "入党"],
    tags: ["标签", "人员标签"]
  },
  /**
   * The words for each opinion on a ballot. When a sheet is written, the first word is used. When a sheet is read, all
   * words are understood.
   */
  opinions: {
    agree: ["同意", "赞成", "支持"],
    against: ["反对", "不同意", "不赞成"],
    abstain: ["弃权"]
  },
  /** The column names of a ballot sheet. */
  ballot: {
    poll: "表决编号",
    owner: "业主编号",
    doors: "房屋",
    area: "专有面积（平方米）",
    opinion: "意见",
    on: "表决日期",
    proxy: "受托人编号",
    authority: "委托书编号",
    stated: "委托书写明的意见"
  },
  /**
   * The names of columns in other lists, the values that a person can choose in a cell, and the separator between the
   * items of a list.
   */
  labels: {
    list: "、",
    reasons: "；",
    places: " ",
    registry: "名册",
    rejected: "退回原因",
    originalRow: "原行号",
    number: "序号",
    building: "楼号",
    floor: "楼层",
    flat: "室号",
    name: "姓名",
    last: "上次联系",
    wants: "还需联系次数",
    note: "说明",
    result: "结果",
    date: "日期",
    remarks: "备注",
    met: "见到",
    nobodyIn: "家中无人",
    declined: "谢绝",
    anotherTime: "改约",
    subject: "对象编号",
    case: "编号",
    kind: "事项",
    place: "地点",
    stage: "阶段",
    group: "小组",
    handler: "经办人",
    opened: "开始日期",
    due: "期限",
    dueNote: "期限说明",
    provisional: "暂定，节假日安排公布后重算",
    late: "逾期天数",
    branch: "党支部",
    selfGroup: "自治小组",
    since: "起始日期",
    why: "理由",
    decision: "调整说明",
    area: "面积（平方米）",
    residents: "人数",
    tags: "标签",
    open: "在办事项"
  }
} as const
