/* Steps per second of unroll_step: CSV of microseconds a step, one line a round, and a number that depends on all of it. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <time.h>
#include "unroll_model.h"

static unroll_state state;

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

int main(void)
{
  float x[UNROLL_FEATURES], p[UNROLL_OUTPUTS];
  for (int round = 0; round < 100; round++) {
    unroll_reset(&state);
    const double start = now();
    int steps = 0;
    while (now() - start < 10000.0)
      for (int n = 0; n < 50; n++, steps++) {
        for (int k = 0; k < UNROLL_FEATURES; k++) x[k] = (float)((steps * 7 + k * 13) % 31) / 15.0f - 1.0f;
        unroll_step(&state, x, p);
      }
    printf("%.3f,%g\n", (now() - start) / steps, (double)p[0]);
  }
  return 0;
}
