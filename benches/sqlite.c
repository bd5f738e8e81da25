/* SQLite: rows in, an index, joins, groups, text, updates. Linked with SQLite itself. */
#include "sqlite3.h"
#include <stdio.h>
#include <stdlib.h>

static sqlite3 *db;

static int print(void *unused, int n, char **values, char **names) {
  (void)unused, (void)names;
  for (int i = 0; i < n; i++)
    printf("%s%s", i ? "|" : "", values[i] ? values[i] : "null");
  printf("\n");
  return 0;
}

static void run(const char *sql) {
  char *error = 0;
  if (sqlite3_exec(db, sql, print, 0, &error) != SQLITE_OK) {
    printf("%s: %s\n", sql, error);
    exit(1);
  }
}

int main(void) {
  if (sqlite3_open(":memory:", &db) != SQLITE_OK)
    return 1;
  run("create table item (id integer primary key, owner integer, price real, name text);"
      "create table owner (id integer primary key, name text);"
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)"
      " insert into owner select i, 'owner ' || (i * 7919 % 2000) from n;"
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 120000)"
      " insert into item select i, i * 7919 % 2000 + 1, i % 1013 / 7.0, printf('item %08d', i * 31337 % 120000) from n;"
      "create index by_owner on item (owner, price);"
      "create index by_name on item (name);");
  run("select count(*), sum(price), min(name), max(name) from item");
  run("select owner.name, count(*), avg(price) from item join owner on owner.id = item.owner"
      " group by owner.name order by 3 desc, 1 limit 5");
  run("select count(*) from item where name like '%77%' and length(name) = 13");
  run("update item set price = price * 1.5 where id % 3 = 0");
  run("delete from item where owner in (select id from owner where name like '%9')");
  run("select substr(name, 6, 3), count(*), total(price) from item group by 1 order by 2 desc, 1 limit 5");
  run("select count(*) from item a join item b on a.owner = b.owner and b.price > a.price where a.id < 4000");
  sqlite3_close(db);
  return 0;
}
