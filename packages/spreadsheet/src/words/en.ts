/** All words of this package in English. */
import type { Catalogue } from "./Catalogue.ts"

/** The English words: messages about files, and the names of sheets and columns. */
export const en: Catalogue = {
  language: "en",
  locale: "en-GB",
  messages: {
    elders: "{from} and over",
    // ------------------------------------------------------------------------------------------------------------ lines
    "place-sheet": 'sheet "{sheet}"',
    "place-row": "row {row}",
    "place-column": 'column {letter} "{column}"',
    "place-heading": '"{column}"',
    line: "{place}: {message}",
    repeated: "{count} × {message} (rows {rows})",
    alike: "{count} of one kind (rows {rows}), such as row {first}: {message}",
    "and-more-rows": "{rows} and more",
    "and-more": "and {more} more",

    // ------------------------------------------------------------------------------------------------------------- file
    "too-large": "the file is larger than {most} MB; split it, or keep the roster's sheet alone",
    "not-text":
      "from this row on the file is not text in UTF-8, UTF-16 or GB 18030; open it in Excel or WPS and save it as xlsx",
    "not-text-as-marked":
      "the file is marked as {encoding}, but this row is not; it may be damaged: export it again",
    "not-csv": "quotes do not come in pairs; this row and those after it were not checked",
    "web-page":
      "the file is a web page or XML under the name of a spreadsheet; open it in Excel or WPS and save it as xlsx",
    "not-a-spreadsheet": "the file is not a spreadsheet; bring an xlsx, xls, et, ods, csv or tsv file",
    "xlsb-file": "binary workbooks (xlsb) are not read; save the file as xlsx",
    "old-xls": "this xls file is in a format that is too old, or holds another workbook; save it as xlsx",
    password: "the file has a password; save a copy without it",
    "damaged-file":
      "the file is incomplete or damaged; export it again, or open it in Excel or WPS and save a copy",
    "too-many-parts":
      "the file holds more than {most} parts, which a roster does not; keep the roster's sheet alone and save it as xlsx",
    "unpacks-too-large":
      "the file unpacks to more than {most} MB; split it, or keep the roster's sheet alone",
    "packed-too-tightly":
      "a part of the file unpacks to more than {most} times its size, which a roster does not; copy its content to a new sheet",
    "part-too-large": "a part of the file is larger than {most} MB; split the file",
    "xml-too-deep":
      "the file is nested deeper than {most} levels, as no spreadsheet program writes; open it in Excel or WPS and save a copy",
    "too-many-sheets": "the workbook has more than {most} sheets; split it",
    "too-many-rows": "more than {most} rows hold something; split the file",
    "too-many-columns": "more than {most} columns hold something; keep the roster's columns alone",
    "cell-too-long": "a cell holds too much text for a roster",
    "workbook-not-text": "this is a workbook, not a csv; save it as CSV UTF-8, or use what reads workbooks",
    "macros-not-run": "the file has macros; they were not run, and only what is stored in the cells was read",
    "links-not-followed":
      "the file refers to other workbooks; they were not opened, and the stored results may be out of date",

    // ---------------------------------------------------------------------------------------------- sheets and columns
    "no-header":
      "there are no column names: none of the first {rows} rows has names such as 楼号, 室号 and 姓名; check the file, and the separator of a csv",
    "missing-column":
      "there is no column named {found} or {name}; add it, or say in the mapping which column it is",
    "duplicate-column":
      "two columns are of the same kind; remove one, or say in the mapping which one to leave out",
    "column-dropped":
      "this column holds numbers that identify people; it was dropped: not read and not stored",
    "column-left-out": "this column was not read",
    "sheet-hidden": "this sheet is hidden and was not read",
    "sheet-not-chosen": "the mapping does not name this sheet; it was not read",
    "sheet-without-names": "this sheet has no column names of a roster and was not read",
    "names-repeated":
      "{count, plural, one {# row repeats} other {# rows repeat}} the column names and {count, plural, one {was} other {were}} skipped",
    "total-row":
      '{count, plural, one {# row is a total} other {# rows are totals}} (such as row {first}, "{found}") and {count, plural, one {was} other {were}} skipped',
    "footnote-row":
      '{count, plural, one {# row is a note} other {# rows are notes}} below the table (such as row {first}, "{found}") and {count, plural, one {was} other {were}} skipped',
    "row-without-values":
      "{count, plural, one {# row holds} other {# rows hold}} something only in columns that were not read (such as row {first}) and {count, plural, one {was} other {were}} skipped",
    "cell-without-name":
      "{count, plural, one {# row holds} other {# rows hold}} something in a column without a name (such as row {first}); those cells were not read",
    "row-width":
      "this row has {cells} cells, the column names {columns}; perhaps a comma within a cell is not in quotes",
    "reading-stopped":
      "{most} problems were found; this row and those after it were not checked. See first whether the columns are the right ones",

    // ------------------------------------------------------------------------------------------------------- any cell
    "damaged-cell": '"{found}" is an error value of the spreadsheet program; fill in what was there',
    "column-too-narrow":
      '"{found}" is what a column that is too narrow shows; the content is lost, fill it in again',
    "scientific-number":
      '"{found}" was turned into a scientific number and its content is lost; make the column text and fill it in again',
    "formula-without-value":
      '"{found}" is a formula without a result; calculate it in the spreadsheet program and save, or write the content',
    "replacement-character": '"{found}" holds a character that was lost elsewhere (�); correct it',
    "text-too-long": "this text is too long; shorten it",
    "identity-number":
      "this is an identity number ({found}). Ids, names, labels and tags are kept permanently and must not hold one; remove it",
    "mobile-number":
      "this is a mobile number ({found}). Ids, names, labels and tags are kept permanently and must not hold one; remove it",
    "card-number":
      "this is a bank card number ({found}). Ids, names, labels and tags are kept permanently and must not hold one; remove it",
    blank: "this text is blank; fill it in",
    differs: '"{found}" here, "{other}" in row {row}; make them the same',
    "merged-with-broken": "a cell merged with this row could not be read; see the row where it begins",

    // -------------------------------------------------------------------------------------------------------- places
    "not-a-label": '"{found}" is not the name of a building; write it as 12号',
    "not-a-door":
      '"{found}" is not the number of a flat; write it as 301, or remove the row if it is no flat',
    "door-made-a-date":
      '"{found}" is a door that the program turned into a date; make the column text and fill it in again',
    "door-made-a-number":
      '"{found}" looks like a door that a program turned into a decimal, perhaps without its first zero; make the column text and fill it in again',
    "not-floors": '"{found}" is not a number of floors; write a whole number from 1 to 200',
    "not-a-floor":
      '"{found}" is not a floor; write a whole number from -10 to 200, with -1 for the first basement',
    "not-an-area": '"{found}" is not an area; write square metres such as 58.20, with at most four decimals',
    "no-building":
      "the building is missing; if cells were merged, save the file as xlsx or write fillDown: true in the mapping",
    "no-door":
      "the flat is missing; if cells were merged, save the file as xlsx or write fillDown: true in the mapping",
    "no-floor": 'the floor is not clear from "{found}"; fill in the floor',
    "no-floors": '"{found}" has no number of floors; fill it in',
    "floor-by-door":
      '{count, plural, one {# flat has} other {# flats have}} no floor; it was taken from the door (such as row {first}, "{found}")',
    "floors-by-flats":
      '{count, plural, one {# building has} other {# buildings have}} no number of floors; it was taken from the highest flat (such as "{found}")',
    "unknown-building": "no row says what is on the door of building {found}; fill it in on one of its rows",
    "unknown-household":
      "no row says what is on the door of household {found}; fill it in on one of its rows",
    "duplicate-label": 'building {other} has the label "{found}" already; correct one of them',
    "duplicate-unit":
      'household {other}{row, plural, =0 {} other { (row {row})}} has the door "{found}" already; correct one of them',
    "given-twice": '"{found}" is given twice; remove one',
    "floor-above-building": "floor {found} is above the {floors} floors of building {building}; check it",
    "building-too-low":
      "{found} floors are fewer than floor {floor}, where household {household} is; check it",
    "area-unknown":
      'the area of {count, plural, one {# flat} other {# flats}} is not known (first in row {first}, "{found}"); a vote by area needs it',

    // -------------------------------------------------------------------------------------------------------- people
    "not-an-id":
      '"{found}" is not an id; an id begins with a letter or a digit and has up to 64 letters, digits and - _ .',
    "not-tags": '"{found}" is not a list of tags; tags have letters, digits and - _ . and are separated by ;',
    "no-id": "the resident has no id; fill it in, or bring the district's key so that one is made",
    "key-too-short": "the key is too short; it needs at least {least} characters",
    "no-name": "the name is missing; for an empty flat leave all of the resident's cells empty",
    "not-a-name": '"{found}" is not a name; correct it',
    "vacant-as-name": '"{found}" is not a name; for an empty flat leave all of the resident\'s cells empty',
    "duplicate-resident": 'row {row} has the id "{found}" already; correct one of them',
    "listed-twice":
      '{count, plural, one {# row lists} other {# rows list}} somebody again with the same door, name and birth (such as row {first}, "{found}"); they count once',
    "listed-though-died":
      '"{found}" died on {left}; remove the row, or undo the death first if it was entered by mistake',
    "resident-gone": '"{found}" left on {left}; enter the return',
    "before-entered": '"{found}" is registered since {since}; the import cannot be earlier',
    "resident-erased": 'what was held on "{found}" was erased; the id is not used again',
    "left-not-decided":
      "rows were rejected, so that the roster is not complete: nobody was taken to have left",

    // --------------------------------------------------------------------------------------------------------- dates
    "not-a-date": '"{found}" is not a date; write it as 1950-03-01',
    "no-such-day": 'there is no day "{found}"; check it',
    "month-only": '"{found}" is only a month; write the day too',
    "year-only": '"{found}" is only a year; write the month and day too',
    "day-or-month-first":
      'in "{found}" it is not clear which is the day and which the month; write the year first, as in 1950-03-01',
    "two-digit-year": 'the year of "{found}" does not have four digits; write it as 1950-03-01',
    "zoned-time": '"{found}" has a time zone, so that the day here is not certain; write the date alone',
    "year-not-shown":
      'the cell shows no year (it stores "{found}"), which may be wrong; write it as 1950-03-01',
    "serial-date":
      '{count, plural, one {# date is a serial number} other {# dates are serial numbers}} (such as row {first}, "{found}") and {count, plural, one {was} other {were}} converted; check some',
    "month-cut-off":
      '{count, plural, one {# date may} other {# dates may}} mean January or October (such as row {first}, "{found}": a program writes .10 as .1); only the year was taken',
    "birth-estimated":
      'only the year or month of birth is known of {count, plural, one {# resident} other {# residents}} (first in row {first}, "{found}")',
    "birth-unknown":
      'the birth of {count, plural, one {# resident} other {# residents}} is not known (first in row {first}, "{found}")',
    "birth-in-future": '"{found}" is after {on}; check it',
    "birth-too-long-ago": '"{found}" is more than {years} years ago; check the year',
    "party-in-future": '"{found}" is after {on}; check it',
    "party-before-adult": '"{found}" is before the 18th birthday, {earliest}; check it',

    // ------------------------------------------------------------------------------------------------------- ballots
    "no-key-column": 'there are no column names: a column "{column}" is needed',
    "column-name-twice": 'two columns are called "{found}": rename one of them',
    "no-key": 'this row has no "{key}"',
    "key-twice": '"{found}" is in row {row} already',
    "no-ballot-header": "there are no column names of a ballot sheet: Poll, Owner and Opinion are needed",
    "no-visit-header":
      "there are no column names of a walking list: the columns Result and Subject id are necessary",
    "not-a-visit-result":
      '"{found}" is not the result of a visit; write met, nobody in, refused or another time, or leave it empty',
    "visit-without-result":
      "the result is missing, but there is a date; write met, nobody in, refused or another time, or clear the date",
    "not-a-subject":
      '"{found}" is not the id of a subject; keep what the walking list had, such as resident:b01-101-1',
    "ballot-of-other-poll": 'this row is of poll "{found}", not of "{poll}"',
    "ballot-without-opinion":
      "there is no opinion, but other cells are filled in; write agree, against or abstain, or leave the row empty",
    "not-an-opinion": '"{found}" is not an opinion; write agree, against or abstain',
    "not-an-owner": '"{found}" is not the key of an owner; write it as in the sheet that was sent out',
    "owner-twice": 'owner "{found}" votes in row {row} already; check both and remove one',

    // ------------------------------------------------------------------------------------------------------- mapping
    "mapping-not-yaml": "the mapping is neither YAML nor JSON: {found}",
    "mapping-entry":
      '"{found}" is not something that a mapping can say; a column is one of {targets}, or tags: with value: tag'
  },
  columns: {
    building: ["building", "building no", "block"],
    label: ["building label", "label"],
    floors: ["floors", "storeys"],
    household: ["household", "household id"],
    unit: ["unit", "flat", "room", "apartment"],
    floor: ["floor", "level"],
    area: ["area", "area m2", "area (m2)"],
    householdTags: ["household tags"],
    resident: ["resident", "resident id"],
    name: ["name", "full name"],
    birth: ["birth", "birth date", "date of birth", "birthday", "year of birth"],
    partySince: ["party since", "joined party"],
    tags: ["tags"]
  },
  opinions: {
    agree: ["agree", "yes", "for"],
    against: ["against", "no"],
    abstain: ["abstain", "abstention"]
  },
  ballot: {
    poll: "Poll",
    owner: "Owner",
    doors: "Flats",
    area: "Exclusive area (m²)",
    opinion: "Opinion",
    on: "Date",
    proxy: "Proxy",
    authority: "Written authority",
    stated: "Opinion in the authority"
  },
  labels: {
    list: ", ",
    reasons: "; ",
    places: ", ",
    registry: "Registry",
    rejected: "reason for rejection",
    originalRow: "original row",
    number: "No.",
    building: "Building",
    floor: "Floor",
    flat: "Flat",
    name: "Name",
    last: "Last contact",
    wants: "Contacts needed",
    note: "Note",
    result: "Result",
    date: "Date",
    remarks: "Remarks",
    met: "met",
    nobodyIn: "nobody in",
    declined: "refused",
    anotherTime: "another time",
    subject: "Subject id",
    case: "Case",
    kind: "Kind",
    place: "Place",
    stage: "Stage",
    group: "Group",
    handler: "Handler",
    opened: "Opened",
    due: "Due",
    dueNote: "Remark on due",
    provisional: "provisional until the holidays are known",
    late: "Days late",
    branch: "Branch",
    selfGroup: "Group",
    since: "Since",
    why: "Reasons",
    decision: "Decision",
    area: "Area (m²)",
    residents: "Residents",
    tags: "Tags",
    open: "Under way"
  }
}
