/**
 * A priority queue of graph nodes by distance, as a binary heap. Each node is in the queue at most once, and may move
 * forward when its distance decreases.
 */

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

export class Queue {
  /** The binary heap of nodes: the node at index 0 is the nearest. */
  readonly nodes: Int32Array
  /** For each node: its index in the heap, or −1 if the node is not in the heap. */
  readonly place: Int32Array
  readonly distance: Float64Array
  size = 0
  constructor(distance: Float64Array) {
    this.nodes = new Int32Array(distance.length)
    this.place = new Int32Array(distance.length).fill(-1)
    this.distance = distance
  }
  /** Adds a node to the queue, or moves it forward after its distance has decreased. */
  raise(node: number): void {
    const { distance, nodes, place } = this
    const key = distance[node] as number
    let at = place[node] as number
    if (at < 0) at = this.size++
    while (at > 0) {
      const above = (at - 1) >> 1
      const other = nodes[above] as number
      if ((distance[other] as number) <= key) break
      nodes[at] = other
      place[other] = at
      at = above
    }
    nodes[at] = node
    place[node] = at
  }
  /** Removes the nearest graph node from the queue. The queue must not be empty. */
  pop(): void {
    const { distance, nodes, place } = this
    place[nodes[0] as number] = -1
    const node = nodes[--this.size] as number
    if (this.size === 0) return
    const key = distance[node] as number
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= this.size) break
      if (
        below + 1 < this.size &&
        (distance[nodes[below + 1] as number] as number) < (distance[nodes[below] as number] as number)
      ) {
        below++
      }
      const other = nodes[below] as number
      if ((distance[other] as number) >= key) break
      nodes[at] = other
      place[other] = at
      at = below
    }
    nodes[at] = node
    place[node] = at
  }
  clear(): void {
    for (let k = 0; k < this.size; k++) this.place[this.nodes[k] as number] = -1
    this.size = 0
  }
}
