# hetang_module(base) makes the library of one folder under src/, and the test of its x_test.cpp
# files. A module names only what it uses; tools/tidy checks that includes agree with the layers.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(GTest REQUIRED)

function(hetang_flags target)
  # g++ 12 sees bounds broken inside its own std::string where there are none.
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    -Wnon-virtual-dtor -Wold-style-cast -Werror
    -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict
    -fno-omit-frame-pointer)
endfunction()

# Headers of libraries that almost every file reads, compiled once a target. Worth it from a few
# files on.
function(hetang_precompile target count)
  if(count GREATER 3)
    target_precompile_headers(${target} PRIVATE <algorithm> <functional> <map> <memory> <optional>
      <string> <variant> <vector> <boost/describe.hpp> <boost/json.hpp> <tl/expected.hpp> ${ARGN})
  endif()
endfunction()

function(hetang_module path)
  cmake_parse_arguments(ARG "" "" "USES" ${ARGN})
  string(REPLACE "/" "_" name ${path})
  set(folder ${CMAKE_SOURCE_DIR}/src/${path})
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|_main|/main)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} PUBLIC ${ARG_USES})
    hetang_flags(${name})
    list(LENGTH sources count)
    hetang_precompile(${name} ${count})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} INTERFACE ${ARG_USES})
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} GTest::gmock GTest::gtest_main)
    hetang_flags(${name}_test)
    list(LENGTH tests count)
    hetang_precompile(${name}_test ${count} <gmock/gmock.h> <gtest/gtest.h>)
    add_test(NAME ${name} COMMAND ${name}_test WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()
endfunction()
