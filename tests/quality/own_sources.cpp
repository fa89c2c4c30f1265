// A module of clang-tidy: checks look at our sources alone, not at what these include from the system, of
// which no warning would be shown. Three quarters of the time of an analysis went there.
#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <clang-tidy/ClangTidyModuleRegistry.h>
#include <clang/AST/ASTContext.h>
#include <clang/ASTMatchers/ASTMatchers.h>

namespace {

using namespace clang;

/// Finds nothing. The unit is the first node that is matched, and its declarations are chosen after that.
class OwnSources : public tidy::ClangTidyCheck {
 public:
  using ClangTidyCheck::ClangTidyCheck;

  void registerMatchers(ast_matchers::MatchFinder* finder) override {
    finder->addMatcher(ast_matchers::translationUnitDecl().bind("unit"), this);
  }

  void check(const ast_matchers::MatchFinder::MatchResult& result) override {
    const SourceManager& files = *result.SourceManager;
    std::vector<Decl*> own;
    for (Decl* declaration : result.Context->getTranslationUnitDecl()->decls())
      if (!files.isInSystemHeader(files.getExpansionLoc(declaration->getLocation())))
        own.push_back(declaration);
    result.Context->setTraversalScope(own);
  }
};

class Module : public tidy::ClangTidyModule {
  void addCheckFactories(tidy::ClangTidyCheckFactories& factories) override {
    factories.registerCheck<OwnSources>("tconv-own-sources");
  }
};

const tidy::ClangTidyModuleRegistry::Add<Module> kModule("tconv", "What tconv-lab adds.");

}  // namespace
