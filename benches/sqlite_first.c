/* SQLite: a table, and one question, for the time to the first output. Linked with SQLite itself, as sqlite.c is. */
#include "sqlite3.h"
#include <stdio.h>

static int print(void *unused, int n, char **values, char **names) {
  (void)unused, (void)names;
  for (int i = 0; i < n; i++)
    printf("%s%s", i ? "|" : "", values[i] ? values[i] : "null");
  printf("\n");
  return 0;
}

int main(void) {
  sqlite3 *db;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK)
    return 1;
  const char *sql = "create table item (id integer primary key, name text);"
                    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)"
                    " insert into item select i, 'item ' || (i * 7919 % 1000) from n;"
                    "select sqlite_version(), count(*), sum(id), max(name) from item";
  return sqlite3_exec(db, sql, print, 0, 0) != SQLITE_OK;
}
