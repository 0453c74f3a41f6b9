/**
 * All messages of this package, in Chinese and English: ICU patterns with named arguments. `found` is the content of the
 * cell. A message about a cell follows the place of the cell, so it does not name the place.
 */
import type { Text } from "@liulinhui/core/kernel/Text"

export const messages = {
  // ------------------------------------------------------------------------------------------------------------ lines
  "place-sheet": { zh: "「{sheet}」表", en: 'sheet "{sheet}"' },
  "place-row": { zh: "第 {row} 行", en: "row {row}" },
  "place-column": { zh: "{letter} 列「{column}」", en: 'column {letter} "{column}"' },
  "place-heading": { zh: "「{column}」", en: '"{column}"' },
  line: { zh: "{place}：{message}", en: "{place}: {message}" },
  repeated: { zh: "{count} × {message}（第 {rows} 行）", en: "{count} × {message} (rows {rows})" },
  alike: {
    zh: "{count} 处同类问题（第 {rows} 行），如第 {first} 行：{message}",
    en: "{count} of one kind (rows {rows}), such as row {first}: {message}"
  },
  "and-more-rows": { zh: "{rows} 等", en: "{rows} and more" },
  "and-more": { zh: "另有 {more} 项", en: "and {more} more" },

  // ------------------------------------------------------------------------------------------------------------- file
  "too-large": {
    zh: "文件超过 {most} MB；请拆成几个文件，或只保留名册所在的表",
    en: "the file is larger than {most} MB; split it, or keep the roster's sheet alone"
  },
  "not-text": {
    zh: "从这一行起不是 UTF-8、UTF-16 或 GB 18030 编码的文字；请用 Excel 或 WPS 打开后另存为 xlsx",
    en: "from this row on the file is not text in UTF-8, UTF-16 or GB 18030; open it in Excel or WPS and save it as xlsx"
  },
  "not-text-as-marked": {
    zh: "文件开头标明是 {encoding}，这一行却不是；文件可能已损坏，请重新导出",
    en: "the file is marked as {encoding}, but this row is not; it may be damaged: export it again"
  },
  "not-csv": {
    zh: "引号不成对；这一行及以后各行没有检查",
    en: "quotes do not come in pairs; this row and those after it were not checked"
  },
  "web-page": {
    zh: "文件其实是网页或 XML，只是改名为表格；请用 Excel 或 WPS 打开后另存为 xlsx",
    en: "the file is a web page or XML under the name of a spreadsheet; open it in Excel or WPS and save it as xlsx"
  },
  "not-a-spreadsheet": {
    zh: "文件不是表格；请提供 xlsx、xls、et、ods、csv 或 tsv 文件",
    en: "the file is not a spreadsheet; bring an xlsx, xls, et, ods, csv or tsv file"
  },
  "xlsb-file": {
    zh: "不读取二进制工作簿（xlsb）；请另存为 xlsx",
    en: "binary workbooks (xlsb) are not read; save the file as xlsx"
  },
  "old-xls": {
    zh: "这个 xls 文件用了过旧的格式，或嵌有别的工作簿；请另存为 xlsx",
    en: "this xls file is in a format that is too old, or holds another workbook; save it as xlsx"
  },
  password: {
    zh: "文件设有密码；请去掉密码后另存一份",
    en: "the file has a password; save a copy without it"
  },
  "damaged-file": {
    zh: "文件不完整或已损坏；请重新导出，或用 Excel 或 WPS 打开后另存一份",
    en: "the file is incomplete or damaged; export it again, or open it in Excel or WPS and save a copy"
  },
  "too-many-parts": {
    zh: "文件内含的部件超过 {most} 个，不像一份名册；请只保留名册所在的表，另存为 xlsx",
    en: "the file holds more than {most} parts, which a roster does not; keep the roster's sheet alone and save it as xlsx"
  },
  "unpacks-too-large": {
    zh: "文件解压后超过 {most} MB；请拆成几个文件，或只保留名册所在的表",
    en: "the file unpacks to more than {most} MB; split it, or keep the roster's sheet alone"
  },
  "packed-too-tightly": {
    zh: "文件里有一部分解压后超过原来的 {most} 倍，不像一份名册；请把内容复制到新的表里另存",
    en: "a part of the file unpacks to more than {most} times its size, which a roster does not; copy its content to a new sheet"
  },
  "part-too-large": {
    zh: "文件里有一部分超过 {most} MB；请拆成几个文件",
    en: "a part of the file is larger than {most} MB; split the file"
  },
  "xml-too-deep": {
    zh: "文件内部嵌套超过 {most} 层，不是表格软件写成的；请用 Excel 或 WPS 打开后另存一份",
    en: "the file is nested deeper than {most} levels, as no spreadsheet program writes; open it in Excel or WPS and save a copy"
  },
  "too-many-sheets": {
    zh: "工作簿超过 {most} 张表；请拆成几个文件",
    en: "the workbook has more than {most} sheets; split it"
  },
  "too-many-rows": {
    zh: "有内容的行超过 {most} 行；请拆成几个文件",
    en: "more than {most} rows hold something; split the file"
  },
  "too-many-columns": {
    zh: "有内容的列超过 {most} 列；请只保留名册的列",
    en: "more than {most} columns hold something; keep the roster's columns alone"
  },
  "cell-too-long": {
    zh: "单元格的文字太长；名册里不应有这样的内容",
    en: "a cell holds too much text for a roster"
  },

  "workbook-not-text": {
    zh: "这是工作簿，不是 csv；请另存为“CSV UTF-8”，或用读取工作簿的命令",
    en: "this is a workbook, not a csv; save it as CSV UTF-8, or use what reads workbooks"
  },
  "macros-not-run": {
    zh: "文件带有宏；宏没有运行，只读取了单元格里保存的内容",
    en: "the file has macros; they were not run, and only what is stored in the cells was read"
  },
  "links-not-followed": {
    zh: "文件引用了别的工作簿；没有打开它们，只读取了保存的结果，可能不是最新的",
    en: "the file refers to other workbooks; they were not opened, and the stored results may be out of date"
  },

  // ---------------------------------------------------------------------------------------------- sheets and columns
  "no-header": {
    zh: "找不到表头：前 {rows} 行里没有一行同时写有「楼号」「室号」「姓名」这样的列名；请检查文件，csv 还请检查分隔符",
    en: "there are no column names: none of the first {rows} rows has names such as 楼号, 室号 and 姓名; check the file, and the separator of a csv"
  },
  "missing-column": {
    zh: "表头里没有「{found}」列（也可写作：{others}）；请补上，或在对应表里写明哪一列是它",
    en: "there is no column named {found} or {en}; add it, or say in the mapping which column it is"
  },
  "duplicate-column": {
    zh: "表头里有两列是同一内容；请删去一列，或在对应表里写明哪一列不读",
    en: "two columns are of the same kind; remove one, or say in the mapping which one to leave out"
  },
  "column-dropped": {
    zh: "这一列含有能认出个人的号码，已整列舍弃：没有读取，也不保存",
    en: "this column holds numbers that identify people; it was dropped: not read and not stored"
  },
  "column-left-out": { zh: "这一列没有读取", en: "this column was not read" },
  "sheet-hidden": { zh: "这张表是隐藏的，没有读取", en: "this sheet is hidden and was not read" },
  "sheet-not-chosen": {
    zh: "对应表里没有选这张表，没有读取",
    en: "the mapping does not name this sheet; it was not read"
  },
  "sheet-without-names": {
    zh: "这张表没有名册的表头，没有读取",
    en: "this sheet has no column names of a roster and was not read"
  },
  "names-repeated": {
    zh: "{count} 行是重复的表头，已略过",
    en: "{count, plural, one {# row repeats} other {# rows repeat}} the column names and {count, plural, one {was} other {were}} skipped"
  },
  "total-row": {
    zh: "{count} 行是合计（如第 {first} 行“{found}”），已略过",
    en: '{count, plural, one {# row is a total} other {# rows are totals}} (such as row {first}, "{found}") and {count, plural, one {was} other {were}} skipped'
  },
  "footnote-row": {
    zh: "{count} 行是表尾说明（如第 {first} 行“{found}”），已略过",
    en: '{count, plural, one {# row is a note} other {# rows are notes}} below the table (such as row {first}, "{found}") and {count, plural, one {was} other {were}} skipped'
  },
  "row-without-values": {
    zh: "{count} 行只在未读取的列里有内容（如第 {first} 行），已略过",
    en: "{count, plural, one {# row holds} other {# rows hold}} something only in columns that were not read (such as row {first}) and {count, plural, one {was} other {were}} skipped"
  },
  "cell-without-name": {
    zh: "{count} 行在没有列名的列里有内容（如第 {first} 行），那些单元格没有读取",
    en: "{count, plural, one {# row holds} other {# rows hold}} something in a column without a name (such as row {first}); those cells were not read"
  },
  "row-width": {
    zh: "这一行有 {cells} 格，表头只有 {columns} 格；可能是内容里的逗号没有加引号",
    en: "this row has {cells} cells, the column names {columns}; perhaps a comma within a cell is not in quotes"
  },

  "reading-stopped": {
    zh: "已发现 {most} 处问题，这一行及以后各行没有检查；请先看表头是否对应",
    en: "{most} problems were found; this row and those after it were not checked. See first whether the columns are the right ones"
  },

  // ------------------------------------------------------------------------------------------------------- any cell
  "damaged-cell": {
    zh: "“{found}”是表格软件留下的错误值，请填写原来的内容",
    en: '"{found}" is an error value of the spreadsheet program; fill in what was there'
  },
  "column-too-narrow": {
    zh: "“{found}”是列太窄时的显示，原来的内容已丢失，请重新填写",
    en: '"{found}" is what a column that is too narrow shows; the content is lost, fill it in again'
  },
  "scientific-number": {
    zh: "“{found}”被表格软件改成了科学记数，原来的内容已丢失；请把这一列设为文本后重新填写",
    en: '"{found}" was turned into a scientific number and its content is lost; make the column text and fill it in again'
  },
  "formula-without-value": {
    zh: "“{found}”是没有结果的公式；请在表格软件里重新计算并保存，或改成内容本身",
    en: '"{found}" is a formula without a result; calculate it in the spreadsheet program and save, or write the content'
  },
  "replacement-character": {
    zh: "“{found}”里有字符已在别处损坏（�），请改正",
    en: '"{found}" holds a character that was lost elsewhere (�); correct it'
  },
  "text-too-long": { zh: "文字太长，请缩短", en: "this text is too long; shorten it" },
  "identity-number": {
    zh: "这里是身份证号（{found}）。编号、姓名、门牌和标签会永久保存，不能含身份证号；请删去",
    en: "this is an identity number ({found}). Ids, names, labels and tags are kept permanently and must not hold one; remove it"
  },
  "mobile-number": {
    zh: "这里是手机号码（{found}）。编号、姓名、门牌和标签会永久保存，不能含手机号码；请删去",
    en: "this is a mobile number ({found}). Ids, names, labels and tags are kept permanently and must not hold one; remove it"
  },
  "card-number": {
    zh: "这里是银行卡号（{found}）。编号、姓名、门牌和标签会永久保存，不能含银行卡号；请删去",
    en: "this is a bank card number ({found}). Ids, names, labels and tags are kept permanently and must not hold one; remove it"
  },
  differs: {
    zh: "现为“{found}”，第 {row} 行写的是“{other}”；请统一",
    en: '"{found}" here, "{other}" in row {row}; make them the same'
  },
  "merged-with-broken": {
    zh: "与这一行合并的单元格没有读懂，见那一行的说明",
    en: "a cell merged with this row could not be read; see the row where it begins"
  },

  // -------------------------------------------------------------------------------------------------------- places
  "not-a-label": {
    zh: "“{found}”不是楼号或门牌，请写成如 12号",
    en: '"{found}" is not the name of a building; write it as 12号'
  },
  "not-a-door": {
    zh: "“{found}”不是室号，请写成如 301；这一行如果不是一户，请删去",
    en: '"{found}" is not the number of a flat; write it as 301, or remove the row if it is no flat'
  },
  "door-made-a-date": {
    zh: "“{found}”是表格软件把门牌改成了日期；请把这一列设为文本后重新填写",
    en: '"{found}" is a door that the program turned into a date; make the column text and fill it in again'
  },
  "door-made-a-number": {
    zh: "“{found}”像是表格软件把门牌改成了小数，可能还丢了前面的零；请把这一列设为文本后重新填写",
    en: '"{found}" looks like a door that a program turned into a decimal, perhaps without its first zero; make the column text and fill it in again'
  },
  "not-floors": {
    zh: "“{found}”不是总层数，请写成 1 到 200 的整数",
    en: '"{found}" is not a number of floors; write a whole number from 1 to 200'
  },
  "not-a-floor": {
    zh: "“{found}”不是楼层，请写成 -10 到 200 的整数，地下一层写 -1",
    en: '"{found}" is not a floor; write a whole number from -10 to 200, with -1 for the first basement'
  },
  "not-an-area": {
    zh: "“{found}”不是面积，请写成以平方米计的数，如 58.20，至多四位小数",
    en: '"{found}" is not an area; write square metres such as 58.20, with at most four decimals'
  },
  "no-building": {
    zh: "没有写楼号；如果是合并单元格，请另存为 xlsx，或在对应表里写 fillDown: true",
    en: "the building is missing; if cells were merged, save the file as xlsx or write fillDown: true in the mapping"
  },
  "no-door": {
    zh: "没有写室号；如果是合并单元格，请另存为 xlsx，或在对应表里写 fillDown: true",
    en: "the flat is missing; if cells were merged, save the file as xlsx or write fillDown: true in the mapping"
  },
  "no-floor": {
    zh: "“{found}”看不出在几层，请填写楼层",
    en: 'the floor is not clear from "{found}"; fill in the floor'
  },
  "no-floors": { zh: "“{found}”没有总层数，请填写", en: '"{found}" has no number of floors; fill it in' },
  "floor-by-door": {
    zh: "{count} 户没有写楼层，按室号推定（如第 {first} 行“{found}”）",
    en: '{count, plural, one {# flat has} other {# flats have}} no floor; it was taken from the door (such as row {first}, "{found}")'
  },
  "floors-by-flats": {
    zh: "{count} 幢楼没有写总层数，按最高的一户推定（如“{found}”）",
    en: '{count, plural, one {# building has} other {# buildings have}} no number of floors; it was taken from the highest flat (such as "{found}")'
  },
  "unknown-building": {
    zh: "名册里没有说明楼栋 {found} 的门牌，请在它的一行里填写",
    en: "no row says what is on the door of building {found}; fill it in on one of its rows"
  },
  "unknown-household": {
    zh: "名册里没有说明户 {found} 的室号，请在它的一行里填写",
    en: "no row says what is on the door of household {found}; fill it in on one of its rows"
  },
  "duplicate-label": {
    zh: "门牌“{found}”已是楼栋 {other} 的，请改正其一",
    en: 'building {other} has the label "{found}" already; correct one of them'
  },
  "duplicate-unit": {
    zh: "室号“{found}”已是户 {other} 的{row, plural, =0 {} other {（第 {row} 行）}}，请改正其一",
    en: 'household {other}{row, plural, =0 {} other { (row {row})}} has the door "{found}" already; correct one of them'
  },
  "given-twice": { zh: "“{found}”重复登记，请删去一处", en: '"{found}" is given twice; remove one' },
  "floor-above-building": {
    zh: "{found} 层高于楼栋 {building} 的总层数 {floors}，请核对",
    en: "floor {found} is above the {floors} floors of building {building}; check it"
  },
  "building-too-low": {
    zh: "总层数 {found} 低于户 {household} 所在的 {floor} 层，请核对",
    en: "{found} floors are fewer than floor {floor}, where household {household} is; check it"
  },
  "area-unknown": {
    zh: "“{found}”没有面积；登记簿目前还不能收面积不明的户，请填写",
    en: '"{found}" has no area; the registry does not take flats of unknown area yet, fill it in'
  },

  // -------------------------------------------------------------------------------------------------------- people
  "not-an-id": {
    zh: "“{found}”不是编号；编号以字母或数字开头，由字母、数字和 - _ . 组成，至多 64 个字符",
    en: '"{found}" is not an id; an id begins with a letter or a digit and has up to 64 letters, digits and - _ .'
  },
  "not-tags": {
    zh: "“{found}”不是标签；标签由字母、数字和 - _ . 组成，用分号隔开",
    en: '"{found}" is not a list of tags; tags have letters, digits and - _ . and are separated by ;'
  },
  "no-id": {
    zh: "没有人员编号；请填写，或在读取时提供居民区的密钥，由程序编号",
    en: "the resident has no id; fill it in, or bring the district's key so that one is made"
  },
  "key-too-short": {
    zh: "密钥太短，至少要有 {least} 个字符",
    en: "the key is too short; it needs at least {least} characters"
  },
  "no-name": {
    zh: "没有写姓名；空户请把人员各列留空",
    en: "the name is missing; for an empty flat leave all of the resident's cells empty"
  },
  "not-a-name": { zh: "“{found}”不是姓名，请改正", en: '"{found}" is not a name; correct it' },
  "vacant-as-name": {
    zh: "“{found}”不是姓名；空户请把人员各列留空",
    en: '"{found}" is not a name; for an empty flat leave all of the resident\'s cells empty'
  },
  "duplicate-resident": {
    zh: "人员编号“{found}”第 {row} 行已有，请改正其一",
    en: 'row {row} has the id "{found}" already; correct one of them'
  },
  "listed-twice": {
    zh: "{count} 行与前面的同一人重复（同门、同名、同出生，如第 {first} 行“{found}”），只算一次",
    en: '{count, plural, one {# row lists} other {# rows list}} somebody again with the same door, name and birth (such as row {first}, "{found}"); they count once'
  },
  "listed-though-died": {
    zh: "“{found}”已于 {left} 去世；请从名册里删去，如登记有误，请先撤销去世登记",
    en: '"{found}" died on {left}; remove the row, or undo the death first if it was entered by mistake'
  },
  "resident-gone": {
    zh: "“{found}”已于 {left} 离开；请按迁回办理",
    en: '"{found}" left on {left}; enter the return'
  },
  "before-entered": {
    zh: "“{found}”自 {since} 起才登记，导入的日期不能更早",
    en: '"{found}" is registered since {since}; the import cannot be earlier'
  },
  "resident-erased": {
    zh: "“{found}”的资料已应要求删除，这个编号不再使用",
    en: 'what was held on "{found}" was erased; the id is not used again'
  },
  "left-not-decided": {
    zh: "有行被退回，名册因此不完整：没有判断谁已离开",
    en: "rows were rejected, so that the roster is not complete: nobody was taken to have left"
  },

  // --------------------------------------------------------------------------------------------------------- dates
  "not-a-date": {
    zh: "“{found}”不是日期，请写成如 1950-03-01",
    en: '"{found}" is not a date; write it as 1950-03-01'
  },
  "no-such-day": { zh: "没有“{found}”这一天，请核对", en: 'there is no day "{found}"; check it' },
  "month-only": {
    zh: "“{found}”只有年月，请写到日",
    en: '"{found}" is only a month; write the day too'
  },
  "year-only": {
    zh: "“{found}”只有年份，请写到日",
    en: '"{found}" is only a year; write the month and day too'
  },
  "day-or-month-first": {
    zh: "“{found}”分不清哪个是月、哪个是日，请把年份写在前面，如 1950-03-01",
    en: 'in "{found}" it is not clear which is the day and which the month; write the year first, as in 1950-03-01'
  },
  "two-digit-year": {
    zh: "“{found}”的年份不是四位，分不清哪一年，请写成如 1950-03-01",
    en: 'the year of "{found}" does not have four digits; write it as 1950-03-01'
  },
  "zoned-time": {
    zh: "“{found}”带有时区，分不清在本地是哪一天，请只写日期",
    en: '"{found}" has a time zone, so that the day here is not certain; write the date alone'
  },
  "year-not-shown": {
    zh: "单元格只显示月日，不显示年份（现存“{found}”），年份可能不对；请写成如 1950-03-01",
    en: 'the cell shows no year (it stores "{found}"), which may be wrong; write it as 1950-03-01'
  },
  "serial-date": {
    zh: "{count} 个日期是表格软件的序列号（如第 {first} 行“{found}”），已换算成日期，请抽查",
    en: '{count, plural, one {# date is a serial number} other {# dates are serial numbers}} (such as row {first}, "{found}") and {count, plural, one {was} other {were}} converted; check some'
  },
  "month-cut-off": {
    zh: "{count} 处分不清是 1 月还是 10 月（如第 {first} 行“{found}”，表格软件会把 .10 写成 .1），只取年份",
    en: '{count, plural, one {# date may} other {# dates may}} mean January or October (such as row {first}, "{found}": a program writes .10 as .1); only the year was taken'
  },
  "birth-estimated": {
    zh: "只知道出生年月“{found}”；登记簿目前还不能收不完整的出生日期，请写到日",
    en: 'only "{found}" is known of the birth; the registry does not take incomplete births yet, write the day too'
  },
  "birth-unknown": {
    zh: "没有出生日期；登记簿目前还不能收出生不明的人，请填写",
    en: "there is no date of birth; the registry does not take unknown births yet, fill it in"
  },
  "birth-in-future": { zh: "“{found}”晚于 {on}，请核对", en: '"{found}" is after {on}; check it' },
  "birth-too-long-ago": {
    zh: "“{found}”是 {years} 年以前，请核对年份",
    en: '"{found}" is more than {years} years ago; check the year'
  },
  "party-in-future": { zh: "“{found}”晚于 {on}，请核对", en: '"{found}" is after {on}; check it' },
  "party-before-adult": {
    zh: "“{found}”早于年满十八岁之日 {earliest}，请核对",
    en: '"{found}" is before the 18th birthday, {earliest}; check it'
  },

  // ------------------------------------------------------------------------------------------------------- ballots
  "no-ballot-header": {
    zh: "找不到表决票的表头：要有「表决编号」「业主编号」「意见」三列",
    en: "there are no column names of a ballot sheet: Poll, Owner and Opinion are needed"
  },
  "ballot-of-other-poll": {
    zh: "这一行是表决“{found}”的，不是“{poll}”的",
    en: 'this row is of poll "{found}", not of "{poll}"'
  },
  "ballot-without-opinion": {
    zh: "没有写意见，别的格却填了；请写同意、反对或弃权，或把整行留空",
    en: "there is no opinion, but other cells are filled in; write agree, against or abstain, or leave the row empty"
  },
  "not-an-opinion": {
    zh: "“{found}”不是意见，请写同意、反对或弃权",
    en: '"{found}" is not an opinion; write agree, against or abstain'
  },
  "not-an-owner": {
    zh: "“{found}”不是业主编号，请照发出的表填写",
    en: '"{found}" is not the key of an owner; write it as in the sheet that was sent out'
  },
  "owner-twice": {
    zh: "业主“{found}”第 {row} 行已投票，请核对后删去一处",
    en: 'owner "{found}" votes in row {row} already; check both and remove one'
  },

  // ------------------------------------------------------------------------------------------------------- mapping
  "mapping-not-yaml": {
    zh: "对应表不是 YAML 或 JSON：{found}",
    en: "the mapping is neither YAML nor JSON: {found}"
  },
  "mapping-entry": {
    zh: "“{found}”不是对应表里可以写的内容；列可以是：{targets}，或 tags: 加上“值: 标签”",
    en: '"{found}" is not something that a mapping can say; a column is one of {targets}, or tags: with value: tag'
  }
} as const satisfies Record<string, Text>
