/* Plays X = K = [[0, 1], [2, 3]] from C: the output after every input element. */
#include <stdio.h>
#include <tconv/tconv_c.h>

int main(void) {
  const float values[] = {0, 1, 2, 3};
  const tconv_operands operands = {values, {1, 1, 2, 2}, values, {1, 1, 2, 2}, NULL};
  const tconv_layer layer = tconv_layer_default();
  tconv_trace* trace = tconv_trace_open(&layer, &operands);
  if (trace == NULL) {
    fprintf(stderr, "%s\n", tconv_error());
    return 1;
  }
  for (int64_t step = 0; step <= tconv_trace_steps(trace); ++step) {
    float y[9];
    if (tconv_trace_output(trace, step, 0, y) != TCONV_OK) return 1;
    printf("%g %g %g  %g %g %g  %g %g %g\n", y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7], y[8]);
  }
  tconv_trace_close(trace);
  return 0;
}
