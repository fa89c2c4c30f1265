"""The Python module against the definition, written in NumPy."""
import itertools
import random
import sys
import unittest

import numpy as np

sys.path.insert(0, sys.argv.pop(1))
import tconv  # noqa: E402


def scatter(x, weight, bias, stride, padding, output_padding, groups, dilation):
    """x (N, C, H, W), pairs; in double."""
    n, channels, height, width = x.shape
    _, outs, kh, kw = weight.shape
    span = lambda size, a, k: (size - 1) * stride[a] + dilation[a] * (k - 1) + 1
    full = (span(height, 0, kh), span(width, 1, kw))
    canvas = np.zeros((n, outs * groups, full[0] + output_padding[0], full[1] + output_padding[1]))
    for c, i, j, u, v in itertools.product(*map(range, (channels, height, width, kh, kw))):
        first = c // (channels // groups) * outs
        canvas[:, first:first + outs, i * stride[0] + u * dilation[0], j * stride[1] + v * dilation[1]] += (
            x[:, c, i, j, None].astype(float) * weight[c, :, u, v])
    y = canvas[:, :, padding[0]:full[0] - padding[0] + output_padding[0],
               padding[1]:full[1] - padding[1] + output_padding[1]]
    return y if bias is None else y + bias[:, None, None]


def some_case(pick):
    groups = pick.randint(1, 2)
    stride, dilation = [(pick.randint(1, 3), pick.randint(1, 3)) for _ in range(2)]
    kernel = (pick.randint(1, 3), pick.randint(1, 3))
    output_padding = tuple(pick.randint(0, max(s, d) - 1) for s, d in zip(stride, dilation))
    padding = tuple(pick.randint(0, d * (k - 1) // 2) for d, k in zip(dilation, kernel))
    numbers = np.random.RandomState(pick.randint(0, 10**6))
    array = lambda *shape: numbers.randint(-9, 10, shape).astype(np.float32)
    x = array(pick.randint(1, 2), groups * pick.randint(1, 2), pick.randint(1, 4), pick.randint(1, 4))
    weight = array(x.shape[1], pick.randint(1, 3), *kernel)
    bias = array(weight.shape[1] * groups) if pick.random() < 0.5 else None
    return x, weight, bias, dict(stride=stride, padding=padding, output_padding=output_padding, groups=groups,
                                 dilation=dilation)


class Forward(unittest.TestCase):
    def test_is_the_definition(self):
        pick = random.Random(1)
        for _ in range(200):
            x, weight, bias, parameters = some_case(pick)
            expected = scatter(x, weight, bias, **parameters)
            np.testing.assert_array_equal(tconv.forward(x, weight, bias, **parameters), expected)
            info = tconv.info(x.shape, weight.shape, **parameters)
            self.assertEqual(info["output_shape"], expected.shape)

    def test_takes_what_numpy_has(self):
        x = np.arange(24).reshape(2, 3, 4)[:, ::-1, ::2]  # integers, strides, no batch
        weight = np.ones((2, 1, 3, 3))
        expected = scatter(x[None], weight, None, (1, 1), (0, 0), (0, 0), 1, (1, 1))[0]
        np.testing.assert_array_equal(tconv.forward(x, weight), expected)
        plane = tconv.forward([[0, 1], [2, 3]], [[0, 1], [2, 3]])
        np.testing.assert_array_equal(plane, [[0, 0, 1], [0, 4, 6], [4, 12, 9]])

    def test_has_one_dimension_where_the_weight_has(self):
        y = tconv.forward([[1, 2]], np.ones((1, 1, 3)), stride=2)
        np.testing.assert_array_equal(y, [[1, 1, 3, 2, 2]])

    def test_names_what_is_wrong(self):
        x = np.ones((1, 2, 3, 3), np.float32)
        for weight, parameters, line in [
            (np.ones((2, 1, 2, 2)), dict(stride=0), "stride[0] = 0: must be at least 1"),
            (np.ones((2, 1, 2, 2)), dict(padding=(1, 2, 3)), "padding = 3 numbers: must be one number or 2"),
            (np.ones((2, 1, 2, 2)), dict(algorithm="slow"), "algorithm = slow: must be direct or fast"),
            (np.ones((2, 1, 2, 2)), dict(groups=0), "groups = 0: must be at least 1"),
            (np.ones(3), {}, "weight = 1 axes: must have between 2 and 4"),
        ]:
            with self.assertRaises(ValueError) as caught:
                tconv.forward(x, weight, **parameters)
            self.assertEqual(str(caught.exception), line)


class Trace(unittest.TestCase):
    def test_ends_with_the_output_and_starts_from_the_bias(self):
        pick = random.Random(2)
        for _ in range(50):
            x, weight, bias, parameters = some_case(pick)
            trace = tconv.Trace(x, weight, bias, **parameters)
            y = tconv.forward(x, weight, bias, **parameters)[0]
            np.testing.assert_array_equal(trace.output(trace.steps), y)
            start = np.zeros(len(y)) if bias is None else bias
            np.testing.assert_array_equal(trace.output(0), np.broadcast_to(start[:, None, None], y.shape))

    def test_adds_one_scaled_kernel_a_step(self):
        k = np.array([[0, 1], [2, 3]], np.float32)
        trace = tconv.Trace(k, k)
        for index in range(trace.steps):
            step = trace.step(index)
            top, left, bottom, right = step["patch"]
            added = trace.canvas(index + 1) - trace.canvas(index)
            np.testing.assert_array_equal(added[0, top:bottom, left:right], step["value"] * k)
        with self.assertRaises(IndexError):
            trace.step(4)
        with self.assertRaises(ValueError):
            trace.output(5)


unittest.main()
