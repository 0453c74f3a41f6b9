// The dense assignment problem in C++, as a yardstick: shortest augmenting paths that take all columns at the current
// distance at once (Jonker & Volgenant 1987; Crouse 2016), from the least costs of columns and rows, with augmenting row
// reduction or without. `pairing.bench.ts` compiles it with g++ -O3 -march=native.
//
// It reads commands from standard input, one a line, and answers each with one line:
//   load FILE N     reads N × N costs (int32, row by row)     -> ok
//   solve VARIANT   0: without row reduction, 1: with it      -> TOTAL NANOSECONDS
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

using Int = int32_t;
const Int far = 0x1fffffff;
const Int closed = -0x40000000;

struct Problem {
  int n = 0;
  std::vector<Int> costs;
  std::vector<Int> columnOf, rowOf, prices, free, distances, shown, cameFrom, order, lengths;

  void load(const std::string& file, int size) {
    n = size;
    costs.resize(size_t(n) * n);
    std::ifstream in(file, std::ios::binary);
    in.read(reinterpret_cast<char*>(costs.data()), std::streamsize(costs.size() * sizeof(Int)));
    for (auto* each : {&columnOf, &rowOf, &prices, &free, &distances, &shown, &cameFrom, &order, &lengths})
      each->resize(n);
  }

  const Int* row(int i) const { return costs.data() + size_t(i) * n; }

  int start() {
    std::fill(columnOf.begin(), columnOf.end(), -1);
    std::fill(rowOf.begin(), rowOf.end(), -1);
    std::copy_n(row(0), n, prices.begin());
    Int* __restrict v = prices.data();
    for (int i = 1; i < n; i++) {
      const Int* __restrict c = row(i);
      for (int j = 0; j < n; j++) v[j] = std::min(v[j], c[j]);
    }
    int count = 0;
    for (int i = 0; i < n; i++) {
      const Int* __restrict c = row(i);
      Int least = far;
      for (int j = 0; j < n; j++) least = std::min(least, c[j] - v[j]);
      int found = -1;
      for (int j = 0; j < n; j++)
        if (c[j] - v[j] == least && rowOf[j] < 0) {
          found = j;
          break;
        }
      if (found < 0) free[count++] = i;
      else {
        columnOf[i] = found;
        rowOf[found] = i;
      }
    }
    return count;
  }

  int reduceRows(int count) {
    Int* v = prices.data();
    for (int pass = 0; pass < 2; pass++) {
      int k = 0;
      const int waiting = count;
      count = 0;
      // A price war between rows may take very long; then the search goes on from where it stands.
      for (int steps = 0; k < waiting; steps++) {
        if (steps == 5 * n) {
          while (k < waiting) free[count++] = free[k++];
          return count;
        }
        const int i = free[k++];
        const Int* c = row(i);
        Int first = far, second = far;
        int best = 0;
        for (int j = 0; j < n; j++) {
          const Int offer = c[j] - v[j];
          if (offer < second) {
            if (offer < first) {
              second = first;
              first = offer;
              best = j;
            } else second = offer;
          }
        }
        const int holder = rowOf[best];
        if (first == second && holder >= 0) {
          free[count++] = i;
          continue;
        }
        v[best] -= second - first;
        columnOf[i] = best;
        rowOf[best] = i;
        if (holder >= 0) {
          columnOf[holder] = -1;
          free[--k] = holder;
        }
      }
    }
    return count;
  }

  void augment(int count) {
    for (int f = 0; f < count; f++) {
      const int root = free[f];
      std::fill(distances.begin(), distances.end(), far);
      shown = prices;
      int i = root, scans = 0, known = 0, reached = -1;
      Int shift = 0, length = -far;
      for (;;) {
        const Int* __restrict c = row(i);
        Int* __restrict d = distances.data();
        Int* __restrict from = cameFrom.data();
        const Int* __restrict v = shown.data();
        Int nearest = far;
        for (int j = 0; j < n; j++) {
          const Int offer = c[j] - v[j] + shift;
          const bool nearer = offer < d[j];
          d[j] = nearer ? offer : d[j];
          from[j] = nearer ? i : from[j];
        }
        for (int j = 0; j < n; j++) nearest = std::min(nearest, d[j]);
        if (scans == known || nearest == length) {
          length = nearest;
          const int before = known;
          for (int j = 0; j < n; j++)
            if (d[j] == length) {
              if (rowOf[j] < 0) {
                reached = j;
                break;
              }
              lengths[known] = length;
              order[known++] = j;
            }
          if (reached >= 0) break;
          for (int k = before; k < known; k++) {
            distances[order[k]] = far;
            shown[order[k]] = closed;
          }
        }
        const int j = order[scans];
        i = rowOf[j];
        shift = lengths[scans] - (row(i)[j] - prices[j]);
        scans++;
      }
      for (int k = 0; k < scans; k++) prices[order[k]] += lengths[k] - length;
      for (int j = reached;;) {
        const int from = cameFrom[j];
        rowOf[j] = from;
        std::swap(columnOf[from], j);
        if (from == root) break;
      }
    }
  }

  int64_t solve(int variant) {
    int left = start();
    if (variant == 1) left = reduceRows(left);
    augment(left);
    int64_t total = 0;
    for (int i = 0; i < n; i++) total += row(i)[columnOf[i]];
    return total;
  }
};

int main() {
  Problem problem;
  std::string command;
  while (std::cin >> command) {
    if (command == "load") {
      std::string file;
      int n;
      std::cin >> file >> n;
      problem.load(file, n);
      std::cout << "ok" << std::endl;
    } else {
      int variant;
      std::cin >> variant;
      const auto before = std::chrono::steady_clock::now();
      const int64_t total = problem.solve(variant);
      const auto took = std::chrono::steady_clock::now() - before;
      std::cout << total << ' ' << std::chrono::duration_cast<std::chrono::nanoseconds>(took).count() << std::endl;
    }
  }
}
