/* A product of matrices of a size that the compiler doesn't know. */
#include <stdio.h>
#include <stdlib.h>

static void multiply(int n, const double *a, const double *b, double *c) {
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < n; k++)
        sum += a[i * n + k] * b[k * n + j];
      c[i * n + j] = sum;
    }
}

int main(int argc, char **argv) {
  int n = argc > 1 ? atoi(argv[1]) : 300;
  size_t size = (size_t)n * (size_t)n * sizeof(double);
  double *a = malloc(size), *b = malloc(size), *c = malloc(size);
  for (int i = 0; i < n * n; i++) {
    a[i] = i % 7 / 7.0;
    b[i] = i % 5 / 5.0;
  }
  double trace = 0;
  for (int round = 0; round < 16; round++) {
    multiply(n, a, b, c);
    for (int i = 0; i < n; i++)
      trace += c[i * n + i];
    a[round] += 1;
  }
  printf("%.6f\n", trace);
  return 0;
}
