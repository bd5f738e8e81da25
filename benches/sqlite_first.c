/* SQLite: a table, and one question, for the time to the first output. Linked with SQLite itself, as sqlite.c is. */
#include "sqlite3.h"
#include <stdio.h>

int main(void) {
  sqlite3 *db;
  sqlite3_stmt *answer;
  const char *table = "create table item (id integer primary key, name text);"
                      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)"
                      " insert into item select i, 'item ' || (i * 7919 % 1000) from n;";
  const char *question = "select sqlite_version() || ' ' || count(*) || ' ' || sum(id) || ' ' || max(name) from item";
  if (sqlite3_open(":memory:", &db) || sqlite3_exec(db, table, 0, 0, 0) ||
      sqlite3_prepare_v2(db, question, -1, &answer, 0) || sqlite3_step(answer) != SQLITE_ROW)
    return 1;
  puts((const char *)sqlite3_column_text(answer, 0));
  return 0;
}
