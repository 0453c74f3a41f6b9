/**
 * A screen of the board: a pure function from a moment to a page, and perhaps a function from a form that was sent to the
 * request that it makes. `Routes.ts` asks, submits and answers for all screens.
 */
import type { ActorId, CaseId, DistrictId, ReportId } from "@liulinhui/core/Id"
import type * as Problem from "@liulinhui/http/Problem"
import type { Part } from "@liulinhui/report/Markup"
import type { ReportTexts } from "@liulinhui/service/Intake"
import type { SignInShape } from "@liulinhui/http/SignIn"
import type * as Visit from "@liulinhui/http/Visit"
import type { GovernanceShape, QuestionRefused } from "@liulinhui/service/Governance"
import type { Texts } from "@liulinhui/texts"
import type * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"
import type { Speech, WordId } from "./Speech.ts"

/** A file of a screen, such as a script. It contains no data of a district. */
export interface File {
  /** The path within the board. */
  readonly path: `/${string}`
  readonly type: "application/manifest+json" | "image/svg+xml" | "text/javascript"
  readonly text: string
  /** Whether pages name the file together with its version. Then a browser may keep it for a long time. */
  readonly isVersioned: boolean
}

/** A page that contains no data of a district. So it is shown to everybody, without signing in. */
export interface OpenPage {
  /** The path within the board. */
  readonly path: `/${string}`
  /** @param base the path of the board, such as `` or `/board` */
  readonly show: (speech: Speech, base: string) => Page
}

/** A page: its title, which contains no personal data, and its body. */
export interface Page {
  readonly title: string
  readonly body: Part
  /** The script of the page. Default: it has none. */
  readonly script?: File
  /** The status of the answer. Default: 200. */
  readonly status?: number
  /** After how many seconds the browser loads the page again: only for a screen on a wall. Default: never. */
  readonly reload?: number
}

/** The part of the service for signing in that screens use. It checks the authority of the actor itself. */
export type Access = Pick<SignInShape, "devicesOf" | "invite" | "revoke">

/** A notice that could not be delivered. */
export interface Letter {
  readonly key: string
  readonly to: ActorId
  readonly title: string
  readonly channel: string
  readonly reason: string
  readonly attempts: number
  /** The instant of the last attempt, in milliseconds since 1970. */
  readonly at: number
}

/**
 * The notices that could not be delivered. Nothing happens with a notice on which somebody else has decided already. It checks no
 * authority.
 */
export interface Letters {
  readonly list: (district: DistrictId) => Effect.Effect<ReadonlyArray<Letter>, Visit.Failure>
  readonly requeue: (district: DistrictId, key: string) => Effect.Effect<void, Visit.Failure>
  readonly drop: (district: DistrictId, key: string, reason: string) => Effect.Effect<void, Visit.Failure>
}

/** What screens use beside questions and requests. */
export interface Tools {
  /** `undefined` if the board has no part for them. */
  readonly letters: Letters | undefined

  /** `undefined` if people sign in elsewhere. */
  readonly access: Access | undefined
  readonly governance: Pick<GovernanceShape, "read" | "submit">
  /** Makes the secret key of a district, from which the ids of new residents are made. */
  readonly residentKey: (district: DistrictId) => Effect.Effect<string | Uint8Array, Visit.Failure>
}

/** A file that a form has sent. */
export type Upload = Visit.Upload

/** Who uses a tool, and where. */
export interface Who {
  readonly district: DistrictId
  readonly actor: ActorId
  readonly params: Readonly<Record<string, string | undefined>>
  /** The address of the site, such as `https://hub.example`. */
  readonly origin: string
  readonly texts: Texts.Texts
  readonly language: string
}

/** What a form does with tools, and its result: another path within the board of the district, or a page. */
export type Work = (
  tools: Tools,
  who: Who
) => Effect.Effect<{ readonly next: string } | { readonly show: Screen["show"] }, Visit.Failure>

/**
 * What happens with a form: the next page of the form, a request, a batch of them, a look at the report of a resident, or
 * work with tools.
 */
export type Sent =
  | Look
  | Batch
  | { readonly _tag: "Shown"; readonly page: Page }
  | { readonly _tag: "Work"; readonly work: Work }
  | {
      readonly _tag: "Request"
      /** The id of the command, from the form. */
      readonly id: string
      /** The request as JSON. The service reads it strictly. */
      readonly request: Schema.JsonObject
      /** The path, within the board of the district, of the page that follows if the request is accepted. */
      readonly next: string
      /** The page that follows if the request is refused: with the reasons, and with everything that was entered. */
      readonly refused: (moment: Moment, problem: Problem.Problem) => Result.Result<Page, QuestionRefused>
    }

/** A look at the texts of a report. It is recorded before the texts are decrypted. */
export interface Look {
  readonly _tag: "Look"
  /** The id of the command, from the form. */
  readonly id: string
  readonly report: ReportId
  /** The page with the texts. */
  readonly shown: (moment: Moment, texts: ReportTexts) => Result.Result<Page, QuestionRefused>
  /** The page if the look is refused. */
  readonly refused: (moment: Moment, problem: Problem.Problem) => Result.Result<Page, QuestionRefused>
}

/** The outcomes of a request for several cases. A case without a problem is done. */
export interface Batched {
  readonly outcomes: ReadonlyArray<{ readonly case: CaseId; readonly problem?: Problem.Problem }>
}

/** The same request for several cases. Each is accepted or refused as a whole. */
export interface Batch {
  readonly _tag: "Batch"
  /** The id of the batch, from the form. The same batch again returns the same outcomes. */
  readonly id: string
  readonly cases: ReadonlyArray<string>
  /** The request for a case, as JSON. The service reads it strictly. */
  readonly request: (id: string) => Schema.JsonObject
  readonly done: (moment: Moment, batched: Batched) => Result.Result<Page, QuestionRefused>
  /** The page if nothing could be submitted. */
  readonly refused: (moment: Moment, problem: Problem.Problem) => Result.Result<Page, QuestionRefused>
}

/** A screen. */
export interface Screen {
  /** The path within the board of a district, such as `/cases/:case`. */
  readonly path: `/${string}`
  /** Its link in the navigation, and for whom. Default: it has none. */
  readonly link?: { readonly name: WordId; readonly isFor: (moment: Moment) => boolean }
  readonly show: (moment: Moment) => Result.Result<Page, QuestionRefused>
  /** Makes the page with tools, if the board has them. Default: `show` makes it. */
  readonly load?: (tools: Tools, who: Who) => Effect.Effect<Screen["show"], Visit.Failure>
  /** What happens with a form. `files` has the files that it has sent, if the screen takes them. */
  readonly send?: (
    moment: Moment,
    form: URLSearchParams,
    files?: ReadonlyMap<string, Upload>
  ) => Result.Result<Sent, QuestionRefused>
  /** Whether its forms send files whose content is used. Default: only the hash and the name of a file are used. */
  readonly takesFiles?: true
  /** The files that its pages load. */
  readonly files?: ReadonlyArray<File>
  /** Its pages that everybody may see. */
  readonly openPages?: ReadonlyArray<OpenPage>
}
