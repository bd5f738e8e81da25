/* An interpreter of instructions on registers, in the style of Lua's, that sieves primes and walks Collatz sequences. */
#include <stdint.h>
#include <stdio.h>

enum op { HALT, SET, MOVE, ADD, ADDI, MUL, SHR, ANDI, LT, JUMP, JUMPZ, GET, PUT };

struct instruction {
  uint8_t op, a, b, c;
  int32_t k;
};

static int32_t run(const struct instruction *code, int32_t *memory) {
  int32_t r[16] = {0};
  for (const struct instruction *i = code;; i++)
    switch ((enum op)i->op) {
    case HALT: return r[i->a & 15];
    case SET: r[i->a & 15] = i->k; break;
    case MOVE: r[i->a & 15] = r[i->b & 15]; break;
    case ADD: r[i->a & 15] = r[i->b & 15] + r[i->c & 15]; break;
    case ADDI: r[i->a & 15] = r[i->b & 15] + i->k; break;
    case MUL: r[i->a & 15] = r[i->b & 15] * r[i->c & 15]; break;
    case SHR: r[i->a & 15] = r[i->b & 15] >> (i->k & 31); break;
    case ANDI: r[i->a & 15] = r[i->b & 15] & i->k; break;
    case LT: r[i->a & 15] = r[i->b & 15] < r[i->c & 15]; break;
    case JUMP: i += i->k; break;
    case JUMPZ: if (!r[i->a & 15]) i += i->k; break;
    case GET: r[i->a & 15] = memory[r[i->b & 15]]; break;
    case PUT: memory[r[i->b & 15]] = r[i->a & 15]; break;
    }
}

enum { BOUND = 300000 };

/* How many numbers below BOUND are prime. r0 is the number, r1 a multiple, r3 the count. */
static const struct instruction sieve[] = {
    {SET, 4, .k = BOUND}, {SET, 5, .k = 1}, {SET, 0, .k = 2},
    /* 3: */ {LT, 6, 0, 4}, {JUMPZ, 6, .k = 12},
    {GET, 2, 0}, {JUMPZ, 2, .k = 1}, {JUMP, .k = 7}, {ADDI, 3, 3, .k = 1},
    {ADD, 1, 0, 0},
    /* 10: */ {LT, 6, 1, 4}, {JUMPZ, 6, .k = 3}, {PUT, 5, 1}, {ADD, 1, 1, 0}, {JUMP, .k = -5},
    /* 15: */ {ADDI, 0, 0, .k = 1}, {JUMP, .k = -14},
    /* 17: */ {HALT, 3},
};

/* The length of the longest Collatz sequence from below BOUND. r0 is the start, r1 the number, r2 the length, r3 the longest. */
static const struct instruction collatz[] = {
    {SET, 4, .k = BOUND / 4}, {SET, 5, .k = 1}, {SET, 8, .k = 3}, {SET, 0, .k = 1},
    /* 4: */ {LT, 6, 0, 4}, {JUMPZ, 6, .k = 17}, {MOVE, 1, 0}, {SET, 2},
    /* 8: */ {LT, 6, 5, 1}, {JUMPZ, 6, .k = 8}, {ADDI, 2, 2, .k = 1}, {ANDI, 7, 1, .k = 1}, {JUMPZ, 7, .k = 3},
    {MUL, 1, 1, 8}, {ADDI, 1, 1, .k = 1}, {JUMP, .k = -8},
    /* 16: */ {SHR, 1, 1, .k = 1}, {JUMP, .k = -10},
    /* 18: */ {LT, 6, 3, 2}, {JUMPZ, 6, .k = 1}, {MOVE, 3, 2},
    {ADDI, 0, 0, .k = 1}, {JUMP, .k = -19},
    /* 23: */ {HALT, 3},
};

static int32_t memory[BOUND];

int main(void) {
  int32_t sum = 0;
  for (int round = 0; round < 2; round++) {
    for (int i = 0; i < BOUND; i++)
      memory[i] = 0;
    sum += run(sieve, memory) + run(collatz, memory);
  }
  printf("%d\n", sum);
  return 0;
}
