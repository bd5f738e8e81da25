/* Quicksort of integers: comparisons that no branch predictor guesses. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = 1000000, ROUNDS = 8 };

static void sort(int32_t *a, int32_t n) {
  while (n > 16) {
    int32_t pivot = a[n / 2], i = 0, j = n - 1;
    for (;;) {
      while (a[i] < pivot)
        i++;
      while (a[j] > pivot)
        j--;
      if (i >= j)
        break;
      int32_t t = a[i];
      a[i++] = a[j];
      a[j--] = t;
    }
    if (i < n - i) {
      sort(a, i);
      a += i;
      n -= i;
    } else {
      sort(a + i, n - i);
      n = i;
    }
  }
  for (int32_t i = 1; i < n; i++) {
    int32_t x = a[i], j = i;
    for (; j > 0 && a[j - 1] > x; j--)
      a[j] = a[j - 1];
    a[j] = x;
  }
}

int main(void) {
  int32_t *a = malloc(N * sizeof *a);
  uint32_t seed = 1, sum = 0;
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < N; i++) {
      seed = seed * 1664525 + 1013904223;
      a[i] = (int32_t)(seed >> 1);
    }
    sort(a, N);
    for (int i = 1; i < N; i++)
      if (a[i - 1] > a[i])
        return 1;
    sum += (uint32_t)a[N / 3];
  }
  printf("%u\n", sum);
  return 0;
}
