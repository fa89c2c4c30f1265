#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lab::view::testing {

/// Walks over a document without DTD and comments and says what is not well formed, or nothing: every element
/// is closed in order, there is one root, attributes are quoted and occur once, ids are unique, & and < are
/// escaped.
class XmlWalk {
 public:
  static std::string complaint(std::string_view document) {
    XmlWalk walk(document);
    walk.run();
    return walk.complaint_;
  }

 private:
  explicit XmlWalk(std::string_view document) : rest_(document) {}

  void run() {
    if (rest_.starts_with("<?xml ")) rest_.remove_prefix(rest_.find("?>") + 2);
    while (complaint_.empty() && !rest_.empty()) {
      if (rest_.front() == '<') {
        element();
      } else {
        content();
      }
    }
    if (complaint_.empty() && !open_.empty()) complaint_ = "not closed: " + open_.back();
    if (complaint_.empty() && roots_ != 1) complaint_ = "not one root";
  }

  void content() {
    const std::size_t end = std::min(rest_.find('<'), rest_.size());
    const std::string_view text = rest_.substr(0, end);
    if (open_.empty() && text.find_first_not_of(" \n") != text.npos) complaint_ = "text outside of the root";
    checkText(text);
    rest_.remove_prefix(end);
  }

  void checkText(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if (c < 0x20 && c != '\n' && c != '\t') complaint_ = "control character";
      if (c != '&') continue;
      const std::string_view entity = text.substr(i, text.find(';', i) - i + 1);
      if (entity != "&amp;" && entity != "&lt;" && entity != "&gt;" && entity != "&quot;") {
        complaint_ = "bare & at: " + std::string(text.substr(i, 8));
      }
    }
  }

  void element() {
    rest_.remove_prefix(1);
    const bool closing = rest_.starts_with('/');
    if (closing) rest_.remove_prefix(1);
    const std::string name(rest_.substr(0, rest_.find_first_of(" />")));
    rest_.remove_prefix(std::min(name.size(), rest_.size()));
    if (name.empty()) complaint_ = "no element name";
    if (closing) return close(name);
    attributes(name);
    if (open_.empty()) ++roots_;
    if (rest_.starts_with("/>")) {
      rest_.remove_prefix(2);
    } else if (rest_.starts_with('>')) {
      rest_.remove_prefix(1);
      open_.push_back(name);
    } else if (complaint_.empty()) {
      complaint_ = "tag does not end: " + name;
    }
  }

  void close(const std::string& name) {
    if (open_.empty() || open_.back() != name || !rest_.starts_with('>')) {
      complaint_ = "closed out of order: " + name;
      return;
    }
    open_.pop_back();
    rest_.remove_prefix(1);
  }

  void attributes(const std::string& element) {
    std::set<std::string> names;
    while (complaint_.empty() && rest_.starts_with(' ')) {
      rest_.remove_prefix(1);
      const std::size_t equals = rest_.find('=');
      const std::string name(rest_.substr(0, equals));
      if (equals == rest_.npos || rest_.substr(equals + 1, 1) != "\"") {
        complaint_ = "attribute without quotes in " + element;
        return;
      }
      rest_.remove_prefix(equals + 2);
      const std::size_t end = std::min(rest_.find('"'), rest_.size() - 1);
      const std::string value(rest_.substr(0, end));
      rest_.remove_prefix(end + 1);
      if (!names.insert(name).second) complaint_ = "twice in " + element + ": " + name;
      if (value.find('<') != value.npos) complaint_ = "< in an attribute";
      if (name == "id" && !ids_.insert(value).second) complaint_ = "id twice: " + value;
      checkText(value);
    }
  }

  std::string_view rest_;
  std::string complaint_;
  std::vector<std::string> open_;
  std::set<std::string> ids_;
  int roots_ = 0;
};

}  // namespace lab::view::testing
