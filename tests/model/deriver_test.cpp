#include "model/deriver.h"

#include <gmock/gmock.h>

#include <future>
#include <semaphore>

#include "model/workbench.h"

namespace lab {
namespace {

using namespace std::chrono_literals;

Document square(Index size, Index stride) {
  Document document = newcomerDocument();
  document.layer = {.kernel_size = 4, .stride = stride};
  document.input_size = size;
  return document;
}

Document small(Index stride) { return square(4, stride); }
Document large(Index stride) { return square(400, stride); }

/// A deriver whose work waits for a sign, and that counts what it began.
struct Held {
  ~Held() {
    for (int i = 0; i < 8; ++i) go.release();
  }
  Deriver::Preparation preparation() {
    return [this](const Derived& derived) {
      begun.push_back(derived.layer().stride.h);
      began.release();
      EXPECT_TRUE(go.try_acquire_for(60s));
      if (notices) derived.memo->get<int>([] { return 1; });  // as a face would
    };
  }
  bool notices = true;  ///< that it was stopped
  std::vector<Index> begun;
  std::counting_semaphore<> began{0}, go{0}, finished{0};
};

Index strideOf(const std::optional<Deriver::Result>& result) {
  return result ? std::get<Derived>(*result).layer().stride.h : -1;
}

TEST(Deriver, GivesWhatDeriveGives) {
  std::promise<void> finished;
  Deriver deriver([&] { finished.set_value(); });
  deriver.ask(large(3), {});
  ASSERT_EQ(finished.get_future().wait_for(60s), std::future_status::ready);
  const auto result = deriver.take();
  ASSERT_TRUE(result);
  const Derived expected = std::get<Derived>(derive(large(3)));
  const Derived& made = std::get<Derived>(*result);
  EXPECT_EQ(made.document, expected.document);
  EXPECT_EQ(made.outputLimit(), expected.outputLimit());
  EXPECT_THAT(made.trace->output({made.trace->steps()}).values(),
              testing::ElementsAreArray(expected.trace->output({expected.trace->steps()}).values()));
  EXPECT_FALSE(deriver.busy());
  EXPECT_FALSE(deriver.take());
}

TEST(Deriver, OfThoseThatWaitOnlyTheNewestIsDerived) {
  Held held;
  Deriver deriver([&] { held.finished.release(); });
  deriver.ask(small(1), held.preparation());
  ASSERT_TRUE(held.began.try_acquire_for(60s));
  for (const Index stride : {2, 3, 4}) deriver.ask(small(stride), held.preparation());
  held.go.release();
  ASSERT_TRUE(held.finished.try_acquire_for(60s));
  EXPECT_EQ(strideOf(deriver.take()), 1) << "what is in work is finished, so that a picture follows";
  EXPECT_TRUE(deriver.busy());
  held.go.release();
  ASSERT_TRUE(held.finished.try_acquire_for(60s));
  EXPECT_EQ(strideOf(deriver.take()), 4);
  EXPECT_EQ(held.begun, (std::vector<Index>{1, 4}));
}

TEST(Deriver, InAHurryStaleWorkIsDropped) {
  for (const bool notices : {true, false}) {
    Held held;
    held.notices = notices;
    Deriver deriver([&] { held.finished.release(); });
    deriver.ask(small(1), held.preparation());
    ASSERT_TRUE(held.began.try_acquire_for(60s));
    deriver.ask(small(2), held.preparation());
    deriver.hurry();
    held.go.release();
    ASSERT_TRUE(held.began.try_acquire_for(60s));
    EXPECT_FALSE(deriver.take()) << "the first ended before the second began";
    held.go.release();
    ASSERT_TRUE(held.finished.try_acquire_for(60s));
    EXPECT_EQ(strideOf(deriver.take()), 2);
    EXPECT_FALSE(deriver.busy());
  }
}

TEST(Deriver, WithoutANewerOneAHurryDropsNothing) {
  Held held;
  Deriver deriver([&] { held.finished.release(); });
  deriver.ask(small(1), held.preparation());
  ASSERT_TRUE(held.began.try_acquire_for(60s));
  deriver.hurry();
  held.go.release();
  ASSERT_TRUE(held.finished.try_acquire_for(60s));
  EXPECT_EQ(strideOf(deriver.take()), 1);
}

TEST(Deriver, AResultThatWasShownIsNeverStopped) {
  Held held;
  Deriver deriver([&] { held.finished.release(); });
  deriver.ask(small(1), [](const Derived&) {});
  ASSERT_TRUE(held.finished.try_acquire_for(60s));
  const auto result = deriver.take();
  ASSERT_TRUE(result);
  deriver.ask(small(2), {});
  deriver.hurry();
  deriver.drop();
  EXPECT_EQ(std::get<Derived>(*result).memo->get<int>([] { return 7; }), 7);
}

TEST(Deriver, WhatIsStoppedThrows) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(derive(small(2), stop.get_token()), tconv::Cancelled);
  EXPECT_THROW(derive(large(2), stop.get_token()), tconv::Cancelled) << "on several threads";
  EXPECT_THROW(Memo(stop.get_token()).get<int>([] { return 1; }), tconv::Cancelled);
}

/// A workbench that works beside, and a way to wait for it.
struct Bench {
  Bench() {
    bench.workBeside({[this](const ViewState&) { return prepare; }, [this] { finished.release(); }});
  }
  void wait() {
    while (bench.pending()) {
      ASSERT_TRUE(finished.try_acquire_for(60s));
      bench.receive();
    }
  }
  std::counting_semaphore<> finished{0};
  Deriver::Preparation prepare;
  Workbench bench;
};

TEST(WorkbenchBeside, LargeDocumentsAreShownWhenTheyAreDone) {
  Bench b;
  b.bench.edit(large(3), "stride");
  EXPECT_EQ(b.bench.document(), large(3));
  EXPECT_TRUE(b.bench.pending());
  EXPECT_EQ(b.bench.derived().document, newcomerDocument());
  b.wait();
  EXPECT_EQ(b.bench.derived().document, large(3));
  b.bench.commit();
  b.bench.undo();
  EXPECT_EQ(b.bench.derived().document, newcomerDocument()) << "small ones at once";
  EXPECT_FALSE(b.bench.pending());
}

TEST(WorkbenchBeside, ASmallDocumentOvertakesALargeOne) {
  Bench b;
  Held held;
  b.prepare = held.preparation();
  b.bench.change(large(3));
  ASSERT_TRUE(held.began.try_acquire_for(60s));
  b.bench.change(small(2));
  EXPECT_EQ(b.bench.derived().document, small(2));
  held.go.release();
  b.bench.change(large(2));
  b.prepare = {};
  held.go.release();
  b.wait();
  EXPECT_EQ(b.bench.derived().document, large(2)) << "never large(3)";
}

TEST(WorkbenchBeside, AProblemIsToldAtOnceAndDropsTheWork) {
  Bench b;
  b.bench.edit(large(3));
  Document illegal = large(3);
  illegal.layer.output_padding = 9;
  b.bench.edit(illegal);
  ASSERT_TRUE(b.bench.problem());
  EXPECT_FALSE(b.bench.pending());
  b.bench.edit(large(2));
  EXPECT_FALSE(b.bench.problem());
  b.wait();
  EXPECT_EQ(b.bench.derived().document, large(2));
}

TEST(WorkbenchBeside, AnOpenedSessionComesWithItsView) {
  Bench b;
  ViewState view;
  view.faces = {Face::image};
  view.playhead.time = 150000;
  b.bench.open({large(2), view});
  EXPECT_TRUE(b.bench.pending());
  EXPECT_EQ(b.bench.view().faces, std::vector{Face::scatter}) << "of the document that is shown";
  EXPECT_EQ(b.bench.session().view.playhead.time, 150000) << "of the document that would be saved";
  b.wait();
  EXPECT_EQ(b.bench.view().faces, std::vector{Face::image});
  EXPECT_EQ(b.bench.view().playhead.time, 150000);
  EXPECT_FALSE(b.bench.modified());
}

TEST(WorkbenchBeside, ValuesCanBeSetBeforeTheDocumentIsShown) {
  Bench b;
  b.bench.edit(large(3));
  const Ref far{RefKind::input, 0, 0, 300, 399};
  b.bench.setElement(far, 5);
  b.bench.setElement({RefKind::input, 0, 0, 300, 400}, 6);  // outside
  EXPECT_EQ(b.bench.elementValue(far), 5);
  EXPECT_EQ(b.bench.elementValue({RefKind::input, 0, 0, 300, 400}), 0);
  b.wait();
  EXPECT_EQ(b.bench.derived().trace->x()(0, 0, 300, 399), 5);
  EXPECT_EQ(b.bench.elementValue(far), 5);
}

}  // namespace
}  // namespace lab
