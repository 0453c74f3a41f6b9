/** Signing in from the script: whether a PIN is right, and whether this device may still sign in as a person. */

/**
 * The result of signing in.
 *
 * - `In`: the person is signed in.
 * - `Refused`: the PIN is wrong, or this device is not known any more.
 * - `Wait`: there were too many attempts.
 * - `Lost`: there was no answer.
 */
export type SigningIn = "In" | "Refused" | "Wait" | "Lost"

/** Signs in with the PIN of this device. */
export const signIn = async (pin: string): Promise<SigningIn> => {
  try {
    const { ok, status } = await fetch("/v1/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ pin: pin.trim().normalize("NFKC") })
    })
    return ok ? "In" : status === 429 ? "Wait" : status >= 500 ? "Lost" : "Refused"
  } catch {
    return "Lost"
  }
}

/** Whether the service says that this device may not sign in as a person any more. Without an answer: no. */
export const isRevoked = async (owner: string): Promise<boolean> => {
  const path = owner.split("/").map(encodeURIComponent).join("/")
  try {
    const response = await fetch(`/v1/session/device/${path}`, { cache: "no-store" })
    if (!response.ok) return false
    const answer: unknown = await response.json()
    return typeof answer === "object" && answer !== null && "known" in answer && answer.known === false
  } catch {
    return false
  }
}
