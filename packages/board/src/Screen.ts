/**
 * A screen of the board: a pure function from a moment to a page, and perhaps a function from a form that was sent to the
 * request that it makes. `Routes.ts` asks, submits and answers for all screens.
 */
import type { CaseId, ReportId } from "@liulinhui/core/Id"
import type * as Problem from "@liulinhui/http/Problem"
import type { Part } from "@liulinhui/report/Markup"
import type { QuestionRefused } from "@liulinhui/service/Governance"
import type { ReportTexts } from "@liulinhui/service/Intake"
import type * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { Moment } from "./Moment.ts"
import type { Speech, WordId } from "./Speech.ts"

/** A file of a screen, such as a script. It contains no data of a district. */
export interface File {
  /** The path within the board. */
  readonly path: `/${string}`
  readonly type: "text/javascript"
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

/** What happens with a form: the next page of the form, a request, a batch of them, or a look at the report of a resident. */
export type Sent =
  | Look
  | Batch
  | { readonly _tag: "Shown"; readonly page: Page }
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
  readonly send?: (moment: Moment, form: URLSearchParams) => Result.Result<Sent, QuestionRefused>
  /** The files that its pages load. */
  readonly files?: ReadonlyArray<File>
  /** Its pages that everybody may see. */
  readonly openPages?: ReadonlyArray<OpenPage>
}
