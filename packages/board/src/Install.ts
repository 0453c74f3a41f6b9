/**
 * With these files, a browser can put the board on the home screen of a telephone. They contain no data of a district.
 * Their addresses are relative, so that they fit a board below any path.
 */
import type { File } from "./Screen.ts"

/** The icon: six doors around a court. */
export const icon: File = {
  path: "/icon.svg",
  type: "image/svg+xml",
  text: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" rx="18" fill="#0b5a3c"/><g fill="#ffffff"><rect x="16" y="18" width="16" height="24" rx="3"/><rect x="40" y="18" width="16" height="24" rx="3"/><rect x="64" y="18" width="16" height="24" rx="3"/><rect x="16" y="54" width="16" height="24" rx="3"/><rect x="40" y="54" width="16" height="24" rx="3"/><rect x="64" y="54" width="16" height="24" rx="3"/></g></svg>`,
  isVersioned: false
}

/** The description of the app for a browser. */
export const manifest: File = {
  path: "/manifest.webmanifest",
  type: "application/manifest+json",
  text: JSON.stringify({
    name: "六邻汇",
    short_name: "六邻汇",
    lang: "zh-CN",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: "#ffffff",
    theme_color: "#0b5a3c",
    icons: [{ src: "./icon.svg", type: "image/svg+xml", sizes: "any", purpose: "any" }]
  }),
  isVersioned: false
}
