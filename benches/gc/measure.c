/* Runs a command and writes three numbers as a last line on standard error: its seconds of wall time, its seconds of user and system
 * time, and the kilobytes of memory that it had at most. The kernel counts what a process had before it became the command, so whoever
 * starts the command had better be small. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + 1e-6 * (double)time.tv_usec; }

int main(int argc, char **argv) {
  double start = now();
  struct rusage usage;
  int status;
  pid_t child = fork();
  if (argc < 2 || child < 0) return 125;
  if (child == 0) {
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    _exit(127);
  }
  if (wait4(child, &status, 0, &usage) != child) return 125;
  fprintf(stderr, "%.6f %.6f %ld\n", now() - start, seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
