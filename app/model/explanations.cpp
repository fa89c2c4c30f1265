#include "model/explanations.h"

#include <algorithm>
#include <array>

#include "i18n/translate.h"
#include "model/explanation_formulas.h"
#include "model/fields.h"

namespace lab {
namespace {

/// Several formulas, one below the other.
template <std::vector<Formula> (*first)(const Explained&), std::vector<Formula> (*second)(const Explained&)>
std::vector<Formula> both(const Explained& now) {
  std::vector<Formula> all = first(now);
  std::ranges::move(second(now), std::back_inserter(all));
  return all;
}

constexpr Explanation kExplanations[] = {
    {"face.scatter", "", trLater("Scatter"),
     trLater(
         "One input element at a time scales the whole kernel and adds it to the output: the definition."),
     trLater("The window does not slide over the output as in a convolution: the input is walked, and "
             "patches overlap."),
     trLater("scatter, input-stationary"), "", scatterFormula},
    {"face.intermediates", "", trLater("Intermediates"),
     trLater("Every scaled patch on a canvas of its own, and their sum below."),
     trLater("At stride 1 each of them is n + k − 1 long, not n · k − 1: with 2 × 2 on 2 × 2 both are 3."),
     trLater("intermediate tensors"), "", outputSizeFormula},
    {"face.gather", "", trLater("Gather"),
     trLater("Zeros are put between the input elements, and the kernel, turned by 180 degrees, slides over "
             "that at stride 1."),
     trLater("Libraries do not compute it like this: most of the products would be with zero."),
     trLater("gather, zero insertion, fractionally strided convolution"), "", stretchedFormula},
    {"face.matrix", "", trLater("Matrix"),
     trLater("The layer as one matrix: a column for each input element, a row for each output cell."),
     trLater("It is the transpose of the convolution's matrix and not its inverse: shapes come back, values "
             "do not."),
     trLater("transpose, adjoint"), "", matrixFormula},
    {"face.overlap", "", trLater("Overlap"), trLater("How many kernel taps reach each output cell."),
     trLater("A kernel size that the stride divides evens the counts inside, but neither the border nor "
             "learned weights."),
     trLater("checkerboard artifacts"), "", overlapFormula},
    {"face.roundtrip", "", trLater("Round trip"),
     trLater("A convolution there and the transposed one back, with the same parameters."),
     trLater("It is not the inverse: the shape comes back, the values do not. “Deconvolution” is a "
             "misleading name."),
     trLater("adjoint; wrongly: deconvolution, inverse"), "", roundTripFormula},
    {"face.backward", "", trLater("Backward"),
     trLater("How a loss at the output leads back to gradients of input and kernel."),
     trLater("The gradient of the input is an ordinary convolution with the kernel as it is, not turned."),
     trLater("backward pass, vector-Jacobian product"), "loss.backward()", gradientFormula},
    {"face.arithmetic", "", trLater("Arithmetic"), trLater("The step and the output size in numbers."),
     trLater("N + 2P − K + 1 is the size of a convolution, not of a transposed one."),
     trLater("output size, shape arithmetic"), "", outputSizeFormula},
    {"face.channels", "", trLater("Channels"),
     trLater("All kernels, and what each input channel gives to an output channel."),
     trLater("The weight has the input channels first, (C_in, C_out / G, k_h, k_w), the other way round than "
             "Conv2d."),
     trLater("feature maps, filter bank"), "weight", channelSumFormula},
    {"face.lens", "", trLater("Frameworks"),
     trLater("The same layer as PyTorch, Keras, ONNX and JAX would make it."),
     trLater("JAX does not turn the kernel unless it is told to, and the same word for padding crops "
             "different ends."),
     "", "nn.ConvTranspose2d", outputSizeFormula},
    {"face.compare", "", trLater("Compare"),
     trLater("Two settings on the same input, a sweep of parameters, or four ways to enlarge."),
     trLater(
         "Outputs of other sizes are set cell on cell from the upper left: their middles need not agree."),
     "", "", outputSizeFormula},
    {"face.image", "", trLater("Image"),
     trLater("A photograph as input: the output beside it, and what it differs by from plain resizing."),
     trLater("Weights that sum to other than s² over the kernel make the picture brighter or darker."),
     trLater("learned upsampling"), "", outputSizeFormula},
    {"beside", "", trLater("Faces side by side"),
     trLater("Puts up to four faces on the board, all at the same step."), "", "", "", nullptr},
    {"matrix.convolution", "", trLater("The direct matrix"),
     trLater("Shows the matrix C of the convolution beside the Cᵀ of this layer."),
     trLater("C is that of the convolution with the same parameters, which leads from the output back to the "
             "input's size."),
     trLater("Toeplitz matrix"), "", matrixFormula},
    {"even", "", trLater("An even setting"),
     trLater("Changes the layer to the nearest setting whose patches overlap evenly."),
     trLater("It evens the counts: weights that differ can still show a checkerboard."),
     trLater("checkerboard-free"), "", overlapFormula},
    {"loss", "", trLater("Loss"), trLater("What is differentiated; it sets the gradient at the output."), "",
     trLater("loss function"), "loss", gradientFormula},
    {"lens.a lens.b", "", trLater("Framework call"),
     trLater("Chooses the call whose output stands on this side."),
     trLater("Sizes that agree say nothing about the cells: the same size can be cropped at other ends."), "",
     "nn.ConvTranspose2d", nullptr},
    {"compare.settings compare.sweep compare.upsampling", "", trLater("What is compared"),
     trLater("Two settings, the neighbours of one, or four ways of enlarging."), "", "", "", nullptr},
    {"compare.rows compare.columns", "", trLater("Axes of the sweep"),
     trLater("Chooses which parameter runs along the rows or the columns."),
     trLater("Settings that are not legal leave their place empty, with the reason."), "", "", nullptr},
    {"compare.copy", "", trLater("Start from A"), trLater("Gives setting B the values of the layer."), "", "",
     "", nullptr},
    {"compare.value compare.kernel_size compare.stride compare.padding compare.output_padding "
     "compare.dilation",
     "", trLater("A parameter of setting B"),
     trLater("The second setting's own value; the layer is setting A."),
     trLater("Channels, groups and bias have no second value: they are those of the layer."), "", "",
     nullptr},
    {"image.open open", "", trLater("Open a file"),
     trLater("Opens a session, an array, a model or a picture as the input."),
     trLater("An array of (N, C, H, W) must hold one image."), "", "torch.load", nullptr},
    {"image.times2 image.times3 image.times4", "", trLater("Enlarging"),
     trLater("Sets a bilinear kernel that enlarges by this factor, each channel by itself."),
     trLater("An even factor needs an even kernel, 2s taps: an odd one shifts the picture by half a cell."),
     trLater("bilinear initialisation"), "nn.Upsample", outputSizeFormula},
    {"image.kernel", "", trLater("Kernel of the picture"),
     trLater("Fills the kernel with a preset and shows what it does to the picture."), "", "", "", nullptr},
    {"image.bilinear image.nearest", "", trLater("Compared with resizing"),
     trLater("Chooses the plain resizing that the output is subtracted from."),
     trLater("Resizing counts from the middles of pixels: corners need not agree."), trLater("interpolation"),
     "F.interpolate", nullptr},
    {"image.one_kernel", "", trLater("One kernel for all channels"),
     trLater("Painting a weight sets it in the kernels of all channels."), "", trLater("depthwise"), "groups",
     nullptr},
    {"link", "", trLater("Height and width together"),
     trLater("One slider moves both axes; apart, each has its own."),
     trLater("Tuples are (height, width), height first."), "", "", nullptr},
    {"slider.kernel_size value.kernel_size", "kernel_size", "", "",
     trLater("A size that the stride does not divide covers the output cells unevenly."),
     trLater("kernel, filter; k, dilated ke"), "kernel_size", both<extentFormula, outputSizeFormula>},
    {"slider.stride value.stride", "stride", "", "",
     trLater("It is no step over the input: the input moves by 1, and the patch lands s further."),
     trLater("stride, upsampling factor, fractional stride 1/s"), "stride", outputSizeFormula},
    {"slider.padding value.padding", "padding", "", "",
     trLater("It does not enlarge the output: it crops it."), trLater("padding, crop"), "padding",
     outputSizeFormula},
    {"slider.output_padding value.output_padding", "output_padding", "", "",
     trLater("It must be smaller than the stride or the dilation."),
     trLater("output padding, output adjustment"), "output_padding", outputSizeFormula},
    {"slider.dilation value.dilation", "dilation", "", "",
     trLater("It has a meaning here, too: k3 s2 d2 leaves holes that no weight fills."),
     trLater("dilation, à trous"), "dilation", both<extentFormula, outputSizeFormula>},
    {"slider.groups value.groups", "groups", "", "",
     trLater("A group never sees the channels of another one; with G = C_in each channel is by itself."),
     trLater("grouped, depthwise"), "groups", groupsFormula},
    {"slider.input_size value.input_size", "input_size", "", "",
     trLater("Sizes are (height, width), height first."), trLater("input size, spatial shape"), "x.shape[2:]",
     both<stepsFormula, outputSizeFormula>},
    {"slider.in_channels value.in_channels", "in_channels", "", "",
     trLater("They are added up within their group, not averaged."), trLater("input channels, feature maps"),
     "in_channels", both<stepsFormula, weightsFormula>},
    {"slider.out_channels value.out_channels", "out_channels", "", "",
     trLater("The kernels count C_out / G here; the groups lie one after the other."),
     trLater("output channels, filters"), "out_channels", weightsFormula},
    {"dims", "", trLater("Dimensions"), trLater("One spatial axis or two."),
     trLater("In one dimension the weight is (C_in, C_out / G, k), without a height."), "",
     "nn.ConvTranspose1d, nn.ConvTranspose2d", outputSizeFormula},
    {"bias", "", trLater("Bias"), trLater("One number for each output channel, added to every cell."),
     trLater("It is added once for each cell, not once for each patch that reaches it."),
     trLater("bias, offset"), "bias", biasFormula},
    {"fix", "", trLater("The nearest legal value"),
     trLater("Sets the parameter to the nearest value that PyTorch accepts."), "", "", "", nullptr},
    {"preset.input", "", trLater("Values of the input"),
     trLater("Fills the input with a preset; each choice of a random one draws anew."),
     trLater("An impulse shows the kernel itself, ones show the overlap."), "", "torch.randn, torch.ones",
     nullptr},
    {"preset.kernel", "", trLater("Values of the kernel"), trLater("Fills every kernel with a preset."),
     trLater("Bilinear, nearest and sharpen keep channels apart: other pairs are zero."),
     trLater("initialisation"), "nn.init", nullptr},
    {"random", "", trLater("New random input"), trLater("Fills the input with whole numbers from −9 to 9."),
     "", "", "torch.randint", nullptr},
    {"paint", "", trLater("Painting"),
     trLater("Clicks and drags over input and kernel cells set them to a value."), "", "", "", nullptr},
    {"first last", "", trLater("To the first or last state"),
     trLater("Jumps to rest, before the first step, or to the finished output."),
     trLater("State 0 is not zero where there is a bias: it is there from the beginning."), "", "",
     stateFormula},
    {"step_on step_back", "", trLater("One step"), trLater("Plays one step on, or jumps one back."),
     trLater("A step is one input element, unless G makes it a tap, a row or an output cell."), "", "",
     stepsFormula},
    {"play", "", trLater("Play or pause"), trLater("Runs through the steps at the speed that is set."), "",
     "", "", durationFormula},
    {"scrubber", "", trLater("Scrubber"),
     trLater("Drag it to any state; the numbers are the same as if played to it."),
     trLater("There is one state more than there are steps."), "", "", stateFormula},
    {"speed granularity", "", trLater("Speed, and what a step is"),
     trLater("How many steps are played in a second, and what counts as one."), "", "", "", durationFormula},
    {"loop", "", trLater("Start again at the end"),
     trLater("At the end the animation starts again from rest."), "", "", "", nullptr},
    {"scale", "", trLater("Colour scale"),
     trLater("How far the colours reach: orange above zero, blue below."),
     trLater(
         "Input, kernel and output have scales of their own: the same colour need not be the same value."),
     trLater("diverging colour map"), "", scaleFormula},
};

constexpr Term kGlossary[] = {
    {trLater("transposed convolution"),
     trLater("The adjoint of a convolution: each input element adds a scaled kernel to the output.")},
    {trLater("deconvolution"),
     trLater("A common name that misleads: nothing is undone. See transposed convolution.")},
    {trLater("fractionally strided convolution"),
     trLater("The same operator seen from its zero insertion: a window that moves 1/s of an input element.")},
    {trLater("patch"), trLater("What one input element adds: the kernel times its value.")},
    {trLater("tap"), trLater("One weight of the kernel, with its place.")},
    {trLater("canvas"), trLater("All cells that patches reach, before padding crops them.")},
    {trLater("crop"),
     trLater("What padding does here: cells at the edge of the canvas are not part of the output.")},
    {trLater("scatter"), trLater("To compute by input elements: each gives to many output cells.")},
    {trLater("gather"),
     trLater("To compute by output cells: each takes from the input elements that reach it.")},
    {trLater("zero insertion"), trLater("To stretch the input with s − 1 zeros between its elements, so that "
                                        "a convolution at stride 1 gives the result.")},
    {trLater("overlap"), trLater("How many taps add to an output cell.")},
    {trLater("checkerboard"),
     trLater("A pattern that appears where neighbouring output cells get different numbers of taps.")},
    {trLater("adjoint"),
     trLater("⟨C x, y⟩ = ⟨x, Cᵀ y⟩ for all x and y: what the transposed convolution is of the convolution.")},
    {trLater("same padding"), trLater("Keras's and ONNX's rule that the output is n · s; where that crops an "
                                      "odd number, one end loses more.")},
    {trLater("round trip"), trLater("A convolution and the transposed one with the same parameters: the "
                                    "shape comes back, the values do not.")},
    {trLater("receptive field"), trLater("The input elements that an output cell depends on.")},
};

/// "slider.stride" stands for itself and for "slider.stride.h".
bool standsFor(std::string_view name, std::string_view anchor) {
  return anchor.starts_with(name) && (anchor.size() == name.size() || anchor[name.size()] == '.');
}

}  // namespace

std::string_view Explanation::title() const { return parameter.empty() ? name : field(parameter).label; }
std::string_view Explanation::does() const { return parameter.empty() ? sentence : field(parameter).help; }

std::span<const Explanation> explanations() { return kExplanations; }
std::span<const Term> glossary() { return kGlossary; }

bool explains(const Explanation& explanation, std::string_view anchor) {
  for (std::string_view rest = explanation.anchors; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (standsFor(rest.substr(0, end), anchor)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

const Explanation* explanationOf(std::string_view anchor) {
  const auto found =
      std::ranges::find_if(kExplanations, [&](const Explanation& e) { return explains(e, anchor); });
  return found == std::end(kExplanations) ? nullptr : &*found;
}

}  // namespace lab
