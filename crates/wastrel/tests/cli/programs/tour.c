/* Exercises what a C program asks of WASI: arguments, the environment, files, sleeping, floating point and an exit status. */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int compare(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void list(const char *path) {
  char *names[16];
  int count = 0;
  DIR *directory = opendir(path);
  struct dirent *entry;
  while ((entry = readdir(directory)) && count < 16)
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) names[count++] = strdup(entry->d_name);
  closedir(directory);
  qsort(names, count, sizeof *names, compare);
  for (int i = 0; i < count; i++) printf("%s;", names[i]);
  printf("\n");
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("%s,", argv[i]);
  printf(" %s\n", getenv("COLOUR"));

  char text[100];
  FILE *input = fopen("/input", "r");
  printf("%s", fgets(text, sizeof text, input));
  printf("%d %s\n", fopen("/missing", "r") == NULL, strerror(errno));
  mkdir("/made", 0777);
  FILE *output = fopen("/made/output", "w+");
  fprintf(output, "from C\n");
  fseek(output, 5, SEEK_SET);
  printf("%c\n", fgetc(output));
  fclose(output);
  rename("/made/output", "/output");
  struct stat status;
  printf("%d %d\n", stat("/output", &status), (int)status.st_size);
  list("/");

  printf("%.17g %.17g %a\n", sin(1.0), pow(2.0, 0.5), 1.0 / 3.0);
  struct timespec start, end, pause = {0, 20000000};
  clock_gettime(CLOCK_MONOTONIC, &start);
  nanosleep(&pause, NULL);
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%d\n", (end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec >= 20000000);
  return 7;
}
