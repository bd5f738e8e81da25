/* A hash table of strings with chains, each entry from malloc; it grows, and loses half of its entries. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
  struct entry *next;
  uint32_t hash;
  uint32_t value;
  char key[16];
};

static struct entry **buckets;
static uint32_t capacity = 16, count;

static uint32_t hash_of(const char *key) {
  uint32_t h = 2166136261u;
  for (; *key; key++)
    h = (h ^ (uint8_t)*key) * 16777619u;
  return h;
}

static void grow(void) {
  struct entry **old = buckets;
  uint32_t n = capacity;
  capacity *= 2;
  buckets = calloc(capacity, sizeof *buckets);
  for (uint32_t i = 0; i < n; i++)
    for (struct entry *e = old[i], *next; e; e = next) {
      next = e->next;
      struct entry **b = &buckets[e->hash & (capacity - 1)];
      e->next = *b;
      *b = e;
    }
  free(old);
}

static struct entry **find(const char *key, uint32_t hash) {
  struct entry **at = &buckets[hash & (capacity - 1)];
  while (*at && ((*at)->hash != hash || strcmp((*at)->key, key)))
    at = &(*at)->next;
  return at;
}

static void add(const char *key, uint32_t value) {
  uint32_t hash = hash_of(key);
  struct entry **at = find(key, hash);
  if (*at) {
    (*at)->value += value;
    return;
  }
  struct entry *e = malloc(sizeof *e);
  e->next = 0;
  e->hash = hash;
  e->value = value;
  strcpy(e->key, key);
  *at = e;
  if (++count > capacity)
    grow();
}

static void drop(const char *key) {
  struct entry **at = find(key, hash_of(key)), *e = *at;
  if (!e)
    return;
  *at = e->next;
  free(e);
  count--;
}

static void spell(uint32_t n, char *key) {
  char *p = key;
  *p++ = 'k';
  do
    *p++ = (char)('a' + n % 26);
  while ((n /= 26));
  *p = 0;
}

int main(void) {
  buckets = calloc(capacity, sizeof *buckets);
  uint32_t seed = 1, sum = 0;
  char key[16];
  for (int round = 0; round < 12; round++) {
    for (int i = 0; i < 200000; i++) {
      seed = seed * 1664525 + 1013904223;
      spell(seed >> 14, key);
      add(key, (uint32_t)i);
    }
    for (int i = 0; i < 200000; i++) {
      seed = seed * 1664525 + 1013904223;
      spell(seed >> 14, key);
      struct entry *e = *find(key, hash_of(key));
      if (e)
        sum += e->value;
      if (i & 1)
        drop(key);
    }
  }
  printf("%u %u\n", count, sum);
  return 0;
}
