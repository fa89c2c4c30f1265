#version 330 core
// Colours cells by their entry in the colour table, or by the colour that each has of its own.
uniform usampler2D cells;  // one texel a cell: an entry 0 ... 255, or 256 where there is no number; or 8-bit RGB
uniform sampler2D table;   // 257 colours; none where cells are colours
uniform bool colored;      // cells are colours
in vec2 at;
out vec4 color;

vec3 cellColor(ivec2 cell) {
  ivec2 last = textureSize(cells, 0) - 1;
  uvec4 texel = texelFetch(cells, clamp(cell, ivec2(0), last), 0);
  if (colored) return vec3(texel.rgb) / 255.0;
  return texelFetch(table, ivec2(int(texel.r), 0), 0).rgb;
}

// The mean over the cells that a pixel covers, each by its share.
vec3 meanColor(vec2 low, vec2 high) {
  vec3 sum = vec3(0.0);
  float total = 0.0;
  vec2 stride = max(vec2(1.0), ceil((high - low) / 16.0));  // at most 17 x 17 samples
  for (float y = floor(low.y); y < high.y; y += stride.y) {
    for (float x = floor(low.x); x < high.x; x += stride.x) {
      vec2 share = min(vec2(x, y) + stride, high) - max(vec2(x, y), low);
      float weight = max(share.x, 0.0) * max(share.y, 0.0);
      sum += weight * cellColor(ivec2(x, y));
      total += weight;
    }
  }
  return sum / max(total, 1e-6);
}

void main() {
  vec2 cell = at * vec2(textureSize(cells, 0));
  vec2 pixel = fwidth(cell);  // cells in a pixel
  // Where an edge runs through the middle of a pixel, rounding must not decide from pixel to pixel.
  cell += 0.01 * pixel;
  if (max(pixel.x, pixel.y) < 1.001) {
    color = vec4(cellColor(ivec2(floor(cell))), 1.0);
  } else {
    color = vec4(meanColor(cell - pixel / 2.0, cell + pixel / 2.0), 1.0);
  }
}
