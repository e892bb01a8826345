# hetang_page(target) puts the built page (web/dist) into a target, as the table src/app/page.h
# declares. Without a built page the build fails and says what to run.
function(hetang_page target)
  set(page ${CMAKE_SOURCE_DIR}/web/dist)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/page_assets.cpp)
  # Looked at again on every build: file names change with their content.
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${page}/*)
  add_custom_command(OUTPUT ${source}
    COMMAND embed ${page} ${source}
    DEPENDS embed ${files}
    COMMENT "Embedding the page"
    VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()
