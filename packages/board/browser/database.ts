/** What the device keeps, in IndexedDB: one record for each person. */
import type { Kept } from "../src/round/Kept.ts"

const store = "kept"

/** The name of the database. */
const name = "liulinhui-round"

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1)
    opening.addEventListener("upgradeneeded", () =>
      opening.result.createObjectStore(store, { keyPath: "owner" })
    )
    opening.addEventListener("success", () => resolve(opening.result))
    opening.addEventListener("error", () => reject(opening.error))
  })

/** Runs one transaction. It resolves when the device has written it. */
const run = async <A>(
  mode: IDBTransactionMode,
  work: (kept: IDBObjectStore) => IDBRequest<A>
): Promise<A> => {
  const database = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability: "strict" })
      const request = work(transaction.objectStore(store))
      transaction.addEventListener("complete", () => resolve(request.result))
      transaction.addEventListener("abort", () => reject(transaction.error))
    })
  } finally {
    database.close()
  }
}

/** The records of all people on this device. */
export const all = (): Promise<ReadonlyArray<Kept>> => run<Array<Kept>>("readonly", (kept) => kept.getAll())

/** Writes the record of a person. */
export const put = (kept: Kept): Promise<unknown> => run("readwrite", (records) => records.put(kept))

/** Deletes the record of a person. */
export const drop = (owner: string): Promise<unknown> => run("readwrite", (records) => records.delete(owner))
