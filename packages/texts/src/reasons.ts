/**
 * The words for every reason why something is refused, in Chinese and in English: ICU patterns filled with the fields of
 * the reason. Reasons about a case are worded with the names of its playbook instead, see `casework/CaseWords`.
 */
import type { CaseReason } from "@liulinhui/core/casework/Case"
import type { Reason } from "@liulinhui/core/governance/Decision"
import type { Text } from "@liulinhui/core/kernel/Text"

/** Every reason that does not belong to a case. */
export type PlainReason = Exclude<Reason, CaseReason>

/**
 * A pattern for every tag: the compiler asks for the words of a reason that is new.
 *
 * @category catalogues
 */
export const reasons: Readonly<Record<PlainReason["_tag"], Text>> = {
  CommandIdReused: {
    zh: "编号{id}已用于另一项操作，本次操作未执行；请换一个编号重新提交",
    en: "the id {id} was used for another command, and nothing was done: give this one another id"
  },
  CommandIdReserved: {
    zh: "编号{id}以“~”开头，仅供系统自身使用，请换一个编号",
    en: "ids that begin with ~, such as {id}, are kept for the library: give this command another id"
  },
  RequestUnknown: {
    zh: "没有名为“{request}”的请求，可用：{near}",
    en: "there is no request “{request}”: use {near}"
  },
  KeyMissing: { zh: "缺少{path}", en: "{path} is missing" },
  KeyUnknown: {
    zh: "没有{path}这一项，可用：{near}",
    en: "there is no key {path}: use {near}"
  },
  ValueMalformed: { zh: "{path}填写有误，请核对", en: "{path} is malformed: correct it" },
  CaseUnknown: { zh: "没有案件{case}", en: "there is no case {case}" },
  PlaybookUnknown: {
    zh: "没有办事流程{playbook}，可用：{known}",
    en: "there is no playbook {playbook}: use one of {known}"
  },
  VersionUnknown: {
    zh: "办事流程{playbook}没有第{version}版，可用：{known}",
    en: "playbook {playbook} has no version {version}: use one of {known}"
  },
  SameVersion: { zh: "已经是第{version}版", en: "it is on version {version} already" },
  StageMapUnfit: {
    zh: "环节对照表与第{version}版不符，请改正：{stages}",
    en: "the map of stages does not fit version {version}: set right {stages}"
  },
  NotAnElector: { zh: "{owner}不是本次表决的业主", en: "{owner} is not asked in this poll" },
  OutsideThePoll: {
    zh: "{on, date}不在表决期内（{opens, date}至{closes, date}）",
    en: "{on, date} lies outside the poll, which runs from {opens, date} to {closes, date}"
  },
  VotedAlready: {
    zh: "{owner}已经投票；如登记有误，请先撤回",
    en: "{owner} has voted already; withdraw the ballot first if it was written down wrongly"
  },
  NoWrittenAuthority: {
    zh: "{by}代为投票，须有书面委托",
    en: "{by} votes for somebody else without written authority"
  },
  NoStatedOpinion: {
    zh: "委托书中须写明业主的意见，方可由{by}代投",
    en: "the authority of {by} states no opinion of the owner"
  },
  OtherOpinionStated: {
    zh: "{by}所投与委托书中写明的意见不一致",
    en: "{by} votes otherwise than the owner stated"
  },
  CaseEnded: { zh: "{case}已经办结，不能再表决", en: "{case} is closed: no poll can be held on it" },
  PollKnown: { zh: "表决{poll}已经有了，请另起编号", en: "there is a poll {poll} already: use another id" },
  PollUnknown: { zh: "没有表决{poll}", en: "there is no poll {poll}" },
  RuleSetUnknown: {
    zh: "没有表决规则{rules}，可用：{known}",
    en: "there is no kind of vote {rules}: use one of {known}"
  },
  NoTerms: {
    zh: "表决规则{rules}在{on, date}没有生效的条款",
    en: "the kind of vote {rules} has no terms in force on {on, date}"
  },
  ClosesBeforeItOpens: {
    zh: "表决截止{closes, date}早于开始{opens, date}",
    en: "the poll closes on {closes, date}, before it opens on {opens, date}"
  },
  OpensInThePast: {
    zh: "表决不能从过去的{opens, date}开始",
    en: "a poll cannot open in the past, on {opens, date}"
  },
  OtherPollOpen: { zh: "该事项的表决{poll}尚未截止", en: "poll {poll} on the same matter is not over" },
  PollCarriedAlready: {
    zh: "该事项的表决{poll}已经通过，不必再表决",
    en: "poll {poll} on the same matter has carried: there is nothing left to ask"
  },
  NobodyAsked: { zh: "没有列出参加表决的户", en: "no unit is asked" },
  UnitUnknown: { zh: "名册里没有{unit}户", en: "the registry does not know unit {unit}" },
  UnitTwice: { zh: "{unit}户列了两次", en: "unit {unit} is named twice" },
  UnitElsewhere: {
    zh: "{unit}户不在该事项所涉的楼栋内",
    en: "unit {unit} lies in no building of the case"
  },
  UnitsLeftOut: {
    zh: "还有户没有列入：{units}；如只由共有该部分的业主表决，请注明",
    en: "units of the case's buildings are not asked: {units}; add them, or say that only sharing owners are asked"
  },
  AreaMissing: {
    zh: "{unit}户没有登记面积，请按测绘或合同填写",
    en: "unit {unit} has no area on record: give it from the survey or the contract"
  },
  BallotInFuture: { zh: "不能登记将来{on, date}的投票", en: "a ballot of {on, date} lies in the future" },
  NoBallot: { zh: "{owner}没有投过票", en: "{owner} has cast no ballot" },
  PollDecided: {
    zh: "表决{poll}的结果已经确定，已投的票不能再撤回",
    en: "the result of poll {poll} is decided and final: no ballot can be withdrawn any more"
  },
  ResultUsed: {
    zh: "表决{poll}已截止，且已据其结果办理“{step}”，不能再补登选票",
    en: "poll {poll} is over and the step {step} was taken because of its result: no further ballot can be recorded"
  },
  NothingOnRecord: { zh: "没有{about}的记录", en: "there is nothing on record of {about}" },
  PersonErased: {
    zh: "居民{resident}的资料已删除，无可查阅",
    en: "what was held on resident {resident} was erased: there is nothing to open"
  },
  OutOfReach: {
    zh: "{about}不在您的职责范围内；紧急情况请申请紧急查阅",
    en: "{about} is beyond your mandate; in an emergency, take emergency access"
  },
  PurposeMissing: {
    zh: "查阅敏感信息须说明用途",
    en: "what is sensitive is opened for a stated purpose only: state it"
  },
  UnknownRecipient: {
    zh: "模型中没有{actor}，无法设定提醒方式",
    en: "the model knows no {actor}: nobody of that id is told anything"
  },
  NotYourNotices: {
    zh: "{actor}的提醒方式由本人或有权限的岗位设定",
    en: "how {actor} is told is for {actor} to say, or for a role that may say it for others"
  },
  SnoozeOver: {
    zh: "暂停提醒须到{today, date}之后的日期，所填{until, date}不行",
    en: "a snooze has to end after {today, date}, not on {until, date}"
  },
  SnoozeTooLong: {
    zh: "暂停提醒最长到{latest, date}，所填{until, date}太久；长期不在请移交职务",
    en: "a snooze lasts until {latest, date} at most, not {until, date}: who is away for longer hands the mandate over"
  },
  DuplicateBuilding: {
    zh: "楼栋{building}重复登记（第{index}项与第{first}项）",
    en: "building {building} stands there twice (items {first} and {index})"
  },
  DuplicateHousehold: {
    zh: "住户{household}重复登记（第{index}项与第{first}项）",
    en: "household {household} stands there twice (items {first} and {index})"
  },
  DuplicateResident: {
    zh: "居民{resident}重复登记（第{index}项与第{first}项）",
    en: "resident {resident} stands there twice (items {first} and {index})"
  },
  DuplicateLabel: {
    zh: "楼栋{building}与{other}的门牌都是“{label}”，请改正其一",
    en: "buildings {building} and {other} both bear the label “{label}”: correct one of them"
  },
  DuplicateUnit: {
    zh: "住户{household}与{other}在楼栋{building}的室号都是“{unit}”，请改正其一",
    en: "households {household} and {other} of building {building} are both unit “{unit}”: correct one of them"
  },
  UnknownBuilding: {
    zh: "住户{household}所在的楼栋{building}没有登记",
    en: "building {building} of household {household} is not registered"
  },
  UnknownHousehold: {
    zh: "居民{resident}所在的住户{household}没有登记",
    en: "household {household} of resident {resident} is not registered"
  },
  FloorAboveBuilding: {
    zh: "住户{household}在{floor}层，而楼栋{building}只有{floors}层",
    en: "household {household} is on floor {floor}, where building {building} has {floors}"
  },
  BuildingTooLow: {
    zh: "楼栋{building}登记为{floors}层，而住户{household}在{floor}层",
    en: "building {building} is said to have {floors} floors, where household {household} is on floor {floor}"
  },
  BirthInFuture: {
    zh: "居民{resident}的出生日期晚于登记日期",
    en: "resident {resident} is born after the day of the registration"
  },
  BirthTooLongAgo: {
    zh: "居民{resident}的出生日期距今超过{years}年，请核对",
    en: "resident {resident} is born more than {years} years ago: check the date"
  },
  PartyInFuture: {
    zh: "居民{resident}的入党日期晚于登记日期",
    en: "resident {resident} joined the Party after the day of the registration"
  },
  PartyBeforeAdult: {
    zh: "居民{resident}的入党日期早于年满18岁之日，请核对",
    en: "resident {resident} joined the Party before the 18th birthday: check the dates"
  },
  ResidentGone: {
    zh: "居民{resident}已于{left, date}离开",
    en: "resident {resident} left on {left, date}"
  },
  BeforeEntered: {
    zh: "居民{resident}自{since, date}起才在册，不能登记更早的变动",
    en: "resident {resident} has been registered since {since, date} only: nothing can change before"
  },
  ResidentErased: {
    zh: "居民{resident}的资料已应要求删除，不再登记",
    en: "what was held on resident {resident} was erased: nothing is recorded any more"
  },
  BuildingKnown: { zh: "楼栋{building}已经登记", en: "building {building} is registered already" },
  HouseholdKnown: { zh: "住户{household}已经登记", en: "household {household} is registered already" },
  ResidentPresent: { zh: "居民{resident}已经在册", en: "resident {resident} is registered already" },
  ResidentUnknown: { zh: "居民{resident}没有登记", en: "resident {resident} is not registered" },
  HouseholdUnknown: { zh: "住户{household}没有登记", en: "household {household} is not registered" },

  ProposalKnown: {
    zh: "方案{proposal}已经提出过，请另起编号",
    en: "proposal {proposal} was made before: use another id"
  },
  ProposalUnknown: { zh: "没有方案{proposal}", en: "there is no proposal {proposal}" },
  ProposalDecided: { zh: "方案{proposal}已有决定", en: "proposal {proposal} has been decided on" },
  ProposalUndecided: {
    zh: "方案{proposal}还没有确认，不能生效",
    en: "proposal {proposal} is not confirmed and cannot enter into force"
  },
  BeforeProposal: {
    zh: "方案{proposal}于{proposed, date}提出，不能在此之前决定",
    en: "proposal {proposal} was made on {proposed, date}: it cannot be decided on before"
  },
  BeforeInForce: {
    zh: "现行结对自{since, date}起生效，不能在此之前更换",
    en: "the pairing in force began on {since, date}: it cannot be replaced before"
  },
  OtherPairsInForce: {
    zh: "方案是按另一套现行结对计算的（未计入：{missing}；已失效：{stale}），请重新提出",
    en: "the proposal was computed from other pairs in force (not counted: {missing}; no longer: {stale}): propose anew"
  },
  PlanRefuted: { zh: "方案与其证明不符：{flaw}", en: "the plan is not what its proof says: {flaw}" },
  PairUnknown: {
    zh: "支部{branch}或小组{group}不存在",
    en: "there is no branch {branch} or no group {group}"
  },
  PairTwice: {
    zh: "支部{branch}与小组{group}重复",
    en: "branch {branch} and group {group} stand there twice"
  },
  PairBanned: {
    zh: "支部{branch}不得引领小组{group}：{ban}",
    en: "branch {branch} must not lead group {group}: {ban}"
  },
  PinLeftOut: {
    zh: "支部{branch}必须引领小组{group}：{pin}",
    en: "branch {branch} must lead group {group}: {pin}"
  },
  BranchOutOfBounds: {
    zh: "支部{branch}引领{leads}个小组，应为{least}至{most}个",
    en: "branch {branch} leads {leads} groups, where it may lead {least} to {most}"
  },
  GroupOutOfBounds: {
    zh: "小组{group}由{led}个支部引领，应为{ledBy}个",
    en: "group {group} is led by {led} branches, where it must be {ledBy}"
  },

  GroupsWanting: {
    zh: "小组{groups}共需{need}个支部引领，而可以引领的支部{branches}合计只能引领{have}个；与此有关的禁止：{bans}；指定：{pins}",
    en: "groups {groups} need {need} branches to lead them, where the branches that may ({branches}) can lead {have}; bans that matter: {bans}; pins: {pins}"
  },
  BranchesWanting: {
    zh: "支部{branches}至少须引领{need}个小组，而可由其引领的小组{groups}只有{have}个；与此有关的禁止：{bans}；指定：{pins}",
    en: "branches {branches} must lead {need} groups, where there are {have} for them ({groups}); bans that matter: {bans}; pins: {pins}"
  },
  BranchTwice: { zh: "支部{branch}重复", en: "branch {branch} stands there twice" },
  GroupTwice: { zh: "小组{group}重复", en: "group {group} stands there twice" },
  LeastOverMost: {
    zh: "支部{branch}至少{least}个、至多{most}个，自相矛盾",
    en: "branch {branch} must lead at least {least} and at most {most}: that cannot be"
  },
  UnknownBranch: { zh: "没有支部{branch}", en: "there is no branch {branch}" },
  UnknownGroup: { zh: "没有小组{group}", en: "there is no group {group}" },
  UnknownCriterion: {
    zh: "没有评分标准{criterion}，可用：{known}",
    en: "there is no criterion {criterion}: use one of {known}"
  },
  CriterionTwice: {
    zh: "评分标准{criterion}是内置的，请另取名称",
    en: "criterion {criterion} is built in: use another name"
  },
  PinnedAndBanned: {
    zh: "支部{branch}与小组{group}既指定（{pin}）又禁止（{ban}）",
    en: "branch {branch} and group {group} are both pinned ({pin}) and banned ({ban})"
  },
  BranchPinnedTooOften: {
    zh: "支部{branch}至多引领{most}个小组，而指定了更多：{pins}",
    en: "branch {branch} may lead {most} groups, where more are pinned: {pins}"
  },
  GroupPinnedTooOften: {
    zh: "小组{group}由{ledBy}个支部引领，而指定了更多：{pins}",
    en: "group {group} is led by {ledBy} branches, where more are pinned: {pins}"
  },
  PointsTooLarge: {
    zh: "支部{branch}与小组{group}的分值{points}超出上限{limit}",
    en: "the points of branch {branch} and group {group}, {points}, are past the limit of {limit}"
  },
  ProblemTooLarge: {
    zh: "规模与分值（{largest}）的乘积超出可精确计算的上限{limit}",
    en: "the size of the problem times its largest points ({largest}) is past what can be computed exactly ({limit})"
  },

  UnknownSubject: { zh: "名册里没有{subject}", en: "the registry does not know {subject}" },
  UnknownContactKind: {
    zh: "没有联系方式{kind}，可用：{known}",
    en: "there is no kind of contact {kind}: use one of {known}"
  },
  ContactInFuture: { zh: "联系日期{on, date}在今天之后", en: "the contact is dated {on, date}, after today" },
  ProofMissing: { zh: "{subject}的“{kind}”缺少凭证", en: "“{kind}” of {subject} lacks its proof" },

  RuleUnknown: { zh: "没有覆盖要求{rule}", en: "there is no coverage rule {rule}" },
  SubjectUnknown: { zh: "名册里没有{subject}", en: "the registry does not know {subject}" },
  ReasonNotAllowed: {
    zh: "该要求不允许以{reason}为由除外，可用：{allowed}",
    en: "the rule does not allow the reason {reason}: use one of {allowed}"
  },
  MayNotGrant: { zh: "以{reason}为由除外须由{roles}批准", en: "the reason {reason} is granted by {roles}" },
  EndsBeforeItBegins: {
    zh: "截止日期{until, date}早于起始日期{on, date}",
    en: "it would end on {until, date}, before it begins on {on, date}"
  },
  AlreadyExcluded: {
    zh: "{subject}自{since, date}起已经除外",
    en: "{subject} has been excluded since {since, date}"
  },
  NotExcluded: { zh: "{subject}没有被除外", en: "{subject} is not excluded" },

  ElderUnknown: { zh: "老人{elder}不在册", en: "elder {elder} does not live here" },
  ElderHasCompanion: {
    zh: "老人{elder}已与{volunteer}结对",
    en: "elder {elder} has a companion, {volunteer}"
  },
  ElderHasNoCompanion: { zh: "老人{elder}没有结对", en: "elder {elder} has no companion" },
  ElderTwice: { zh: "老人{elder}重复", en: "elder {elder} stands there twice" },
  TooManyElders: {
    zh: "志愿者{volunteer}将结对{elders}位老人，最多{most}位",
    en: "volunteer {volunteer} would look after {elders} elders, where {most} is the most"
  },
  CompanionChanged: {
    zh: "老人{elder}的结对已有变化，请重新提出方案",
    en: "elder {elder} has another companion by now: propose anew"
  },
  CompanionPlanRefuted: {
    zh: "结对方案与其证明不符",
    en: "the plan of companions is not what its proof says"
  },
  NotInProposal: { zh: "方案中没有{id}", en: "the proposal knows no {id}" },

  TalentTwice: { zh: "能人{talent}重复", en: "{talent} stands there twice" },
  TaskTwice: { zh: "任务{task}重复", en: "task {task} stands there twice" },
  TalentPointsTooLarge: { zh: "分值过大，至多{limit}", en: "points are too large: at most {limit}" },
  TasksWanting: {
    zh: "任务{tasks}共需{need}人，而可以担任的（{talents}）合计只有{have}人次；其余人员不能担任：{excluded}",
    en: "tasks {tasks} need {need} people, where those who may ({talents}) can take {have}; nobody else comes into question: {excluded}"
  },
  TalentPlanRefuted: {
    zh: "人选方案与其证明不符",
    en: "the choice of people is not what its proof says"
  },
  TalentPairTwice: {
    zh: "{talent}与任务{task}重复",
    en: "{talent} with task {task} stands there twice"
  },
  TaskOutOfBounds: {
    zh: "任务{task}安排了{found}人，应为{needs}人",
    en: "task {task} has {found} people, where it needs {needs}"
  },
  TalentBanned: {
    zh: "{talent}不担任任务{task}：{ban}",
    en: "{talent} is not to take task {task}: {ban}"
  },
  NoSuchDuty: { zh: "{talent}不在小组{task}中任职", en: "{talent} has no place in the team of {task}" },
  TaskUnknown: {
    zh: "没有编号为{task}的在办案件或小组",
    en: "no open case and no group has the id {task}"
  },
  NotInModel: {
    zh: "本居民区的模型中没有{part}一节，无法计算",
    en: "the district's model says nothing under {part}, so that nothing can be computed"
  },
  NotYourGroup: {
    zh: "不在本人负责的范围内（属{group}）",
    en: "it is outside your scope (it belongs to {group})"
  }
}
