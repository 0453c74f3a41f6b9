/** The loops of the dense solver (the solver for full matrices) in WebAssembly SIMD (`kernel/dense.ts`). */
import { kernel as base64 } from "./kernel.ts"
import { closed, far, type Lanes, type Offers } from "./Lanes.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/** The part of the WebAssembly interface that is used here. It is the same in Node and in browsers. */
interface WebAssemblyLike {
  readonly validate: (bytes: Uint8Array) => boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
  readonly Memory: new (options: { readonly initial: number }) => Memory
}

interface Memory {
  readonly buffer: ArrayBuffer
  readonly grow: (pages: number) => number
}

/** The functions of the WebAssembly kernel. Positions and lengths are in bytes. */
interface Kernel {
  readonly span: (from: number, bytes: number, out: number) => void
  readonly leastOfColumns: (costs: number, prices: number, rows: number, bytes: number) => void
  readonly look: (
    costs: number,
    prices: number,
    rowOf: number,
    blocks: number,
    bytes: number,
    out: number
  ) => void
  readonly relax: (
    costs: number,
    shown: number,
    distances: number,
    blocks: number,
    bytes: number,
    shift: number
  ) => number
  readonly collect: (
    distances: number,
    shown: number,
    rowOf: number,
    blocks: number,
    bytes: number,
    length: number,
    order: number,
    known: number
  ) => number
}

const pageBytes = 65_536

/**
 * Up to this number of WebAssembly pages, memory is kept for the next problem: 32 MiB, enough for 2,800 rows and
 * columns.
 */
const keptPages = 512

/** An instance of the WebAssembly kernel with its memory. The memory grows as needed. */
class Instance {
  readonly kernel: Kernel
  readonly memory: Memory
  pages = 1

  constructor(wasm: WebAssemblyLike, module: object) {
    this.memory = new wasm.Memory({ initial: 1 })
    // The type assertion is safe: `kernel/dense.ts` exports exactly these functions.
    this.kernel = new wasm.Instance(module, { env: { memory: this.memory } }).exports as Kernel
  }

  reserve(bytes: number): void {
    const pages = Math.ceil(bytes / pageBytes)
    if (pages <= this.pages) return
    this.memory.grow(pages - this.pages)
    this.pages = pages
  }
}

/** Makes instances of the compiled WebAssembly kernel, and keeps one instance for reuse. */
class Factory {
  readonly #wasm: WebAssemblyLike
  readonly #module: object
  #kept: Instance | undefined

  constructor(wasm: WebAssemblyLike, bytes: Uint8Array) {
    this.#wasm = wasm
    this.#module = new wasm.Module(bytes)
  }

  take(): Instance {
    const instance = this.#kept ?? new Instance(this.#wasm, this.#module)
    this.#kept = undefined
    return instance
  }

  giveBack(instance: Instance): void {
    if (instance.pages <= keptPages) this.#kept = instance
  }
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

/**
 * Makes the factory of kernel instances. `undefined` if this environment has no WebAssembly SIMD or does not permit it.
 */
const makeFactory = (wasm: WebAssemblyLike | undefined): Factory | undefined => {
  try {
    if (wasm === undefined) return undefined
    const bytes = bytesOf(base64)
    return wasm.validate(bytes) ? new Factory(wasm, bytes) : undefined
  } catch {
    return undefined
  }
}

/** For each array: the position in memory at which it begins, in bytes. Every position is a multiple of 64. */
interface Layout {
  readonly costs: number
  readonly prices: number
  readonly shown: number
  readonly distances: number
  readonly rowOf: number
  readonly order: number
  readonly blocks: number
  readonly out: number
  readonly end: number
}

const layoutOf = (rows: number, bytes: number): Layout => {
  const prices = rows * bytes
  const shown = prices + bytes
  const distances = shown + bytes
  const rowOf = distances + bytes
  const order = rowOf + bytes
  const blocks = order + bytes
  const out = blocks + 64 * Math.ceil(bytes / 1024)
  return { costs: 0, prices, shown, distances, rowOf, order, blocks, out, end: out + 64 }
}

class SimdLanes implements Lanes {
  readonly stride: number
  readonly costs: Int32Array
  readonly prices: Int32Array
  readonly shown: Int32Array
  readonly distances: Int32Array
  readonly rowOf: Int32Array
  readonly order: Int32Array
  readonly #kernel: Kernel
  readonly #layout: Layout
  readonly #rows: number
  readonly #columns: number
  readonly #bytes: number
  readonly #out: Int32Array
  readonly #offers = { first: 0, second: 0, best: 0 }

  constructor(instance: Instance, rows: number, columns: number) {
    this.stride = (columns + 15) & ~15
    this.#bytes = 4 * this.stride
    this.#rows = rows
    this.#columns = columns
    const layout = layoutOf(rows, this.#bytes)
    instance.reserve(layout.end)
    const { buffer } = instance.memory
    const vector = (at: number): Int32Array => new Int32Array(buffer, at, columns)
    this.costs = new Int32Array(buffer, layout.costs, rows * this.stride)
    this.prices = vector(layout.prices)
    this.shown = vector(layout.shown)
    this.distances = vector(layout.distances)
    this.rowOf = vector(layout.rowOf)
    this.order = vector(layout.order)
    this.#out = new Int32Array(buffer, layout.out, 4)
    this.#kernel = instance.kernel
    this.#layout = layout
  }

  /**
   * In memory, each row of costs is padded beyond its last column. The padding repeats a cost, so that the least and
   * the greatest cost do not change.
   */
  span(): readonly [least: number, most: number] {
    const { costs, stride } = this
    if (stride > this.#columns) {
      const [some = 0] = costs
      for (let end = stride; end <= costs.length; end += stride) {
        costs.fill(some, end - stride + this.#columns, end)
      }
    }
    this.#kernel.span(this.#layout.costs, 4 * costs.length, this.#layout.out)
    return [this.#out[0] as number, this.#out[1] as number]
  }

  leastOfColumns(): void {
    this.#kernel.leastOfColumns(this.#layout.costs, this.#layout.prices, this.#rows, this.#bytes)
    this.#closeRest()
  }

  zeroPrices(): void {
    this.prices.fill(0)
    this.#closeRest()
  }

  /**
   * Closes (excludes from the search) the padding entries beyond the last column, so that no loop finds one of them.
   */
  #closeRest(): void {
    const { prices } = this
    const rest = this.stride - this.#columns
    new Int32Array(prices.buffer, prices.byteOffset + prices.byteLength, rest).fill(closed)
  }

  look(row: number): Offers {
    const { blocks, costs, out, prices, rowOf } = this.#layout
    this.#kernel.look(costs + row * this.#bytes, prices, rowOf, blocks, this.#bytes, out)
    const found = this.#out
    const offers = this.#offers
    offers.first = found[0] as number
    offers.second = found[1] as number
    offers.best = found[2] as number
    return offers
  }

  open(): void {
    const { buffer } = this.prices
    const { distances, prices, shown } = this.#layout
    new Int32Array(buffer, distances, this.stride).fill(far)
    new Int32Array(buffer, shown, this.stride).set(new Int32Array(buffer, prices, this.stride))
  }

  relax(row: number, shift: number): number {
    const { blocks, costs, distances, shown } = this.#layout
    return this.#kernel.relax(costs + row * this.#bytes, shown, distances, blocks, this.#bytes, shift)
  }

  collect(length: number, known: number): number {
    const { blocks, distances, order, rowOf, shown } = this.#layout
    return this.#kernel.collect(distances, shown, rowOf, blocks, this.#bytes, length, order, known)
  }
}

/** Access to the SIMD version of the solver's loops in one JavaScript environment. */
export interface Simd {
  /** Whether the environment has WebAssembly SIMD and permits it. */
  readonly isAvailable: () => boolean
  /**
   * Runs `solve` with the SIMD loops of the dense solver. Returns `undefined` if SIMD is not available, or if there is
   * not enough memory.
   */
  readonly run: <A>(rows: number, columns: number, solve: (lanes: Lanes) => A) => A | undefined
}

/**
 * The SIMD loops of the dense solver in an environment such as `globalThis`. The kernel is compiled when it is first
 * needed.
 */
export const simdOf = (environment: object): Simd => {
  const { WebAssembly: wasm } = environment as { readonly WebAssembly?: WebAssemblyLike }
  let made: { readonly factory: Factory | undefined } | undefined
  const factory = (): Factory | undefined => {
    made ??= { factory: makeFactory(wasm) }
    return made.factory
  }
  return {
    isAvailable: () => factory() !== undefined,
    run: (rows, columns, solve) => {
      const instances = factory()
      if (instances === undefined) return undefined
      const instance = instances.take()
      const lanes = lanesIn(instance, rows, columns)
      const result = lanes === undefined ? undefined : solve(lanes)
      instances.giveBack(instance)
      return result
    }
  }
}

/**
 * Memory for a problem of this size, in an instance of the WebAssembly kernel. `undefined` if the memory cannot grow
 * that much.
 */
const lanesIn = (instance: Instance, rows: number, columns: number): Lanes | undefined => {
  try {
    return new SimdLanes(instance, rows, columns)
  } catch {
    return undefined
  }
}

/** The SIMD loops of the dense solver in the environment in which this program runs. */
export const simd: Simd = simdOf(globalThis)
