# Writes a manual page from what the program says with --help:
#     cmake -D PROGRAM=... -D COMMAND=run -D HELP2MAN=... -D MORE=... -D OUTPUT=... -P manual.cmake
# COMMAND is empty for the window; MORE holds what --help does not say.
get_filename_component(folder ${PROGRAM} DIRECTORY)
get_filename_component(name ${PROGRAM} NAME)
execute_process(
  COMMAND ${HELP2MAN} --no-info "--help-option=--language en --help" --include=${MORE} "./${name} ${COMMAND}"
  WORKING_DIRECTORY ${folder} OUTPUT_VARIABLE page COMMAND_ERROR_IS_FATAL ANY)
# The summary is the first sentence of the description.
string(REGEX MATCH "\n.SH DESCRIPTION\n([^\n]*)" ignored "${page}")
string(REGEX REPLACE "\\.( .*)?$" "" summary "${CMAKE_MATCH_1}")
string(SUBSTRING "${summary}" 0 1 first)
string(SUBSTRING "${summary}" 1 -1 rest)
string(TOLOWER "${first}" first)
set(summary "${first}${rest}")
set(title ${name})
if(COMMAND)
  set(title ${name}-${COMMAND})
endif()
string(TOUPPER ${title} heading)
string(REGEX REPLACE "\n.SH NAME\n[^\n]*\n" "\n.SH NAME\n${title} \\\\- ${summary}\n" page "${page}")
string(REGEX REPLACE "\n.TH [^ ]+ " "\n.TH ${heading} " page "${page}")
file(WRITE ${OUTPUT} "${page}")
