// Linked into programs that run under sanitizers. Leaks are counted when a program ends; a graphics driver that was
// unloaded before can no longer be told by its name, and what it keeps would count as ours.
extern "C" __attribute__((visibility("default"))) int dlclose(void* /*library*/) { return 0; }
