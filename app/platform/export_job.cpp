#include "platform/export_job.h"

#include <algorithm>
#include <utility>

#include "i18n/translate.h"
#include "model/quoted.h"
#include "tconv/error.h"

namespace lab::platform {

ExportJob::~ExportJob() { cancel(); }

void ExportJob::start(const Derived& derived, const exporting::Request& request) {
  if (running_) throw tconv::Error({trLater("export"), "", tconv::Phrase("another one is running"), {}});
  cancelled_ = false;
  done_ = total_ = 0;
  started_ = std::chrono::steady_clock::now();
  running_ = true;
  // A copy: the window's document goes on changing. One processor is left to the window.
  exporting::Request beside = request;
  if (beside.threads == 0)
    beside.threads = static_cast<int>(std::max(2U, std::thread::hardware_concurrency()) - 1);
  thread_ = std::jthread([this, derived, beside, language = i18n::language()] {
    const i18n::LanguageScope scope(language);
    run(derived, beside);
  });
}

void ExportJob::run(const Derived& derived, const exporting::Request& request) {
  End end;
  try {
    const exporting::Written written = exporting::write(derived, request, [this](Index done, Index total) {
      done_ = done;
      total_ = total;
      return !cancelled_;
    });
    const std::string output = displayedPath(request.output.string());
    end.text =
        written.files == 1 ? trf("Wrote {}", output) : trf("Wrote {} files to {}", written.files, output);
  } catch (const exporting::Cancelled&) {
    end.text = tr("Export cancelled");
  } catch (const std::exception& error) {
    end = {tr(error), true};
  }
  const std::scoped_lock lock(mutex_);
  end_ = std::move(end);
  running_ = false;
}

ui::ExportStatus ExportJob::status() const {
  ui::ExportStatus status{running_, done_, total_, 0};
  const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  if (status.done > 0)
    status.seconds_left =
        spent * static_cast<double>(status.total - status.done) / static_cast<double>(status.done);
  return status;
}

std::optional<ExportJob::End> ExportJob::ended() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(end_, std::nullopt);
}

}  // namespace lab::platform
