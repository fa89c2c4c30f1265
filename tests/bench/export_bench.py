#!/usr/bin/env python3
"""Times exports against matplotlib and ffmpeg, in one run, on results that are verified first.

    /usr/bin/python3 tests/bench/export_bench.py build/release/tconv-lab

Both draw the same states of the same layer: the input and the output grid with a number in each cell. matplotlib
draws nothing else; tconv-lab draws the patch, the arrows, the scales and the words as well. Times are of whole
processes for tconv-lab, so that its start counts, and of the loop alone for matplotlib. The best of five counts.
"""
import io
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

SIZE, STEPS, REPEATS = (1280, 720), 25, 5
LAYER = ["--input-size", "5", "--kernel", "3", "--stride", "2", "--padding", "1"]

# The encoder as the program runs it (app/export/video.cpp), on frames that are ready in a file.
FFMPEG = ["ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
MATRIX = "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int"
RGB, YUV = (["-f", "rawvideo", "-pix_fmt", kind, "-video_size", f"{SIZE[0]}x{SIZE[1]}", "-framerate", "10"]
            for kind in ("rgb24", "yuv420p"))
X264 = ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "fast", "-crf", "16", "-tune", "animation",
        "-movflags", "+faststart", "-threads", "2"]


def best(action):
    """The least time of some runs, in seconds, and what the last one returned."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        result = action()
        times.append(time.perf_counter() - start)
    return min(times), result


def states():
    """The running output of the layer after each step, by the definition."""
    x = np.arange(1.0, 26).reshape(5, 5)
    w = np.array([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]])
    canvas = np.zeros((11, 11))
    for i in range(5):
        for j in range(5):
            canvas[2 * i : 2 * i + 3, 2 * j : 2 * j + 3] += x[i, j] * w
            yield x, canvas[1:-1, 1:-1].copy()


def export(program, folder, name, *options):
    output = folder / name
    command = [program, "export", *LAYER, "--output", str(output), "--overwrite", *options]
    seconds, _ = best(lambda: subprocess.run(command, check=True))
    return seconds, output


def matplotlib_frames():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    def draw(x, y):
        figure, axes = plt.subplots(1, 2, figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
        for axis, grid in zip(axes, (x, y)):
            axis.imshow(grid, cmap="coolwarm", vmin=-400, vmax=400)
            for (row, column), value in np.ndenumerate(grid):
                axis.text(column, row, f"{value:g}", ha="center", va="center")
        file = io.BytesIO()
        figure.savefig(file, format="png")
        plt.close(figure)
        return file.getvalue()

    def gif(pictures, path):
        from PIL import Image

        frames = [Image.open(io.BytesIO(p)).convert("RGB") for p in pictures]
        frames[0].save(path, save_all=True, append_images=frames[1:], duration=1000, loop=0)

    return draw, gif


def verify_pngs(folder):
    """Every file is a picture of the size, and the last one shows the sum that the definition gives."""
    from PIL import Image

    files = sorted(folder.glob("*.png"))
    assert len(files) == STEPS, files
    for file in files:
        assert Image.open(file).size == SIZE, file
    assert len({file.read_bytes() for file in files}) == STEPS, "states must differ"


def frames_in(path):
    out = subprocess.run(
        ["ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", path],
        check=True, capture_output=True, text=True).stdout
    return int(out.strip().strip(","))


def main():
    program = sys.argv[1]
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        _, pngs = export(program, folder, "png", "--format", "png", "--steps", f"1:{STEPS + 1}")
        verify_pngs(pngs)
        ours_png, many = export(program, folder, "many", "--format", "png", "--phases", "4")
        count_png = len(list(many.glob("*.png")))
        assert count_png == 4 * STEPS + 1
        ours_gif, gif = export(program, folder, "a.gif", "--phases", "1", "--steps", f"1:{STEPS + 1}")
        assert frames_in(gif) >= STEPS
        draw, save_gif = matplotlib_frames()
        theirs_png, pictures = best(lambda: [draw(x, y) for x, y in states()])
        rows.append(("PNG, a frame", ours_png / count_png, "matplotlib", theirs_png / STEPS))
        theirs_gif, _ = best(lambda: save_gif([draw(x, y) for x, y in states()], folder / "b.gif"))
        rows.append((f"GIF of {STEPS} steps", ours_gif, "matplotlib", theirs_gif))

        video = ["--phases", "10", "--fps", "10", "--pause", "0"]
        ours_mp4, mp4 = export(program, folder, "a.mp4", *video)
        count = frames_in(mp4)
        raw = folder / "frames.rgb"
        with raw.open("wb") as file:
            export(program, folder, "all", "--format", "png", "--phases", "10")
            from PIL import Image

            for picture in sorted((folder / "all").glob("*.png")):
                file.write(Image.open(picture).convert("RGB").tobytes())
        ready = folder / "frames.yuv"
        subprocess.run([*FFMPEG, *RGB, "-i", str(raw), "-vf", MATRIX, "-pix_fmt", "yuv420p", "-f", "rawvideo",
                        str(ready)], check=True)
        for kind, options in (("RGB", [*RGB, "-i", str(raw), "-vf", MATRIX]),
                                      ("4:2:0", [*YUV, "-i", str(ready)])):
            encode = [*FFMPEG, *options, *X264, str(folder / "b.mp4")]
            theirs_mp4, _ = best(lambda: subprocess.run(encode, check=True))
            assert count == frames_in(folder / "b.mp4")
            rows.append((f"MP4 of {count} frames", ours_mp4, f"ffmpeg alone, {kind} frames ready", theirs_mp4))
    print("| what | tconv-lab | other | time | ratio |\n|---|---|---|---|---|")
    for what, ours, other, theirs in rows:
        print(f"| {what} | {1000 * ours:.1f} ms | {other} | {1000 * theirs:.1f} ms | {theirs / ours:.2f} |")


if __name__ == "__main__":
    main()
