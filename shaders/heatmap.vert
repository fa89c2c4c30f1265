#version 330 core
// A rectangle of two triangles without any buffer: the corner follows from the number of the vertex.
uniform vec4 box;     // left, top, right, bottom in pixels of Dear ImGui
uniform vec4 screen;  // left, top, right, bottom of what is shown, in the same pixels
out vec2 at;          // 0 ... 1 over the map

void main() {
  at = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  vec2 pixel = mix(box.xy, box.zw, at);
  vec2 share = (pixel - screen.xy) / (screen.zw - screen.xy);
  gl_Position = vec4(2.0 * share.x - 1.0, 1.0 - 2.0 * share.y, 0.0, 1.0);
}
