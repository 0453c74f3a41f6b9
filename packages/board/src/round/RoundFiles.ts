/** The files of the round for the script: the script itself, the service worker, and the page without a line. */
import { markup } from "@liulinhui/report/Markup"
import type { File, OpenPage } from "../Screen.ts"
import { devicePanel, workerPath } from "./DevicePanel.ts"
import * as scripts from "./RoundScripts.ts"

/** The script of the round. */
export const script: File = {
  path: "/round.js",
  type: "text/javascript",
  text: scripts.script,
  isVersioned: true
}

/** The service worker. Its address stays the same, so a browser asks whether it has changed. */
export const worker: File = {
  path: workerPath,
  type: "text/javascript",
  text: scripts.worker,
  isVersioned: false
}

/**
 * The page that the service worker shows without a line. It contains no data of a district: the script opens what the device
 * keeps.
 */
export const withoutLine: OpenPage = {
  path: "/round-without-line",
  show: (speech, base) => ({
    title: speech.say("round.offlineTitle"),
    script,
    body: markup`<p>${speech.say("round.offlineHint")}</p>
${devicePanel(speech, base)}
<div id="doors"></div>`
  })
}
