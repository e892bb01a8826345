#include "platform/files/uploads.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/files/test_tables.h"

namespace hetang::files {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Moment kNow{1'775'000'000'000};

std::string BytesOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Every file below a folder.
std::vector<std::string> FilesBelow(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  if (!std::filesystem::exists(folder)) return names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(folder).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(FileStore, AnOriginalIsKeptOnceByItsHash) {
  const TestFolder folder;
  const FileStore store(folder.path() / "data");
  const auto path = folder.Write("a.csv", "abc");
  const std::string hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(store.Keep(path).value(), hash);
  EXPECT_EQ(store.Keep(path).value(), hash);
  EXPECT_EQ(store.KeepBytes("abc").value(), hash);
  EXPECT_EQ(HashOf(path).value(), hash);
  EXPECT_THAT(FilesBelow(folder.path() / "data"), ElementsAre("files/ba/" + hash));
  EXPECT_EQ(BytesOf(store.PathOf(hash).value()), "abc");
  EXPECT_EQ(BytesOf(path), "abc");
}

TEST(FileStore, WhatIsNotKeptOrNoHashIsNotFound) {
  const TestFolder folder;
  const FileStore store(folder.path());
  for (const std::string& hash : {std::string(64, 'a'), std::string("../../etc/passwd"),
                                  std::string(), "../" + std::string(61, 'a')}) {
    EXPECT_EQ(store.PathOf(hash).error().code, ErrorCode::not_found);
  }
  EXPECT_EQ(store.Keep(folder.path() / "none").error().code, ErrorCode::not_found);
  EXPECT_EQ(store.Keep(folder.path()).error().code, ErrorCode::unavailable);
  EXPECT_THAT(FilesBelow(folder.path()), IsEmpty());
}

TEST(FileStore, AFolderNamedAloneStandsInTheWorkingDirectory) {
  const TestFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  const Result<std::string> kept = FileStore("kept").KeepBytes("abc");
  std::filesystem::current_path(before);
  ASSERT_TRUE(kept.has_value()) << kept.error().message;
  EXPECT_THAT(FilesBelow(folder.path()), ElementsAre("kept/files/ba/" + *kept));
}

TEST(Uploads, PartsInAnyOrderBecomeTheFile) {
  const TestFolder folder;
  Uploads uploads(folder.path(), {});
  std::string whole(kUploadPartBytes * 2 + 10, 'a');
  whole[kUploadPartBytes] = 'b';
  whole.back() = 'c';
  const UploadState made = uploads.Create("中/流水.csv", whole.size(), kNow).value();
  EXPECT_EQ(made.name, "流水.csv");
  EXPECT_EQ(made.parts, 3U);
  EXPECT_THAT(made.missing, ElementsAre(0, 1, 2));
  const auto part = [&](std::uint64_t number) {
    return std::string_view(whole).substr(number * kUploadPartBytes, kUploadPartBytes);
  };
  ASSERT_TRUE(uploads.WritePart(made.id, 2, part(2)).has_value());
  ASSERT_TRUE(uploads.WritePart(made.id, 0, part(0)).has_value());
  EXPECT_EQ(uploads.Finish(made.id).error().rule, "parts_missing");
  // Another program goes on where the first broke off.
  Uploads later(folder.path(), {});
  EXPECT_THAT(later.State(made.id).value().missing, ElementsAre(1));
  ASSERT_TRUE(later.WritePart(made.id, 1, part(1)).has_value());
  ASSERT_TRUE(later.WritePart(made.id, 1, part(1)).has_value());
  const std::string hash = later.Finish(made.id).value();
  EXPECT_EQ(later.Finish(made.id).value(), hash);
  EXPECT_EQ(later.State(made.id).value().hash, hash);
  EXPECT_TRUE(BytesOf(FileStore(folder.path()).PathOf(hash).value()) == whole);
  EXPECT_TRUE(later.WritePart(made.id, 1, part(1)).has_value());
}

TEST(Uploads, APartOfAnotherLengthOrNumberIsRefused) {
  const TestFolder folder;
  Uploads uploads(folder.path(), {});
  const std::string id = uploads.Create("a.csv", 10, kNow).value().id;
  EXPECT_EQ(uploads.WritePart(id, 0, "short").error().code, ErrorCode::invalid);
  EXPECT_EQ(uploads.WritePart(id, 0, "far too long").error().code, ErrorCode::invalid);
  EXPECT_EQ(uploads.WritePart(id, 1, "").error().code, ErrorCode::invalid);
  EXPECT_EQ(uploads.WritePart("../" + id, 0, "0123456789").error().code, ErrorCode::not_found);
  EXPECT_THAT(uploads.State(id).value().missing, ElementsAre(0));
}

TEST(Uploads, AnEmptyFileIsAnUploadWithoutParts) {
  const TestFolder folder;
  Uploads uploads(folder.path(), {});
  const std::string id = uploads.Create("a.csv", 0, kNow).value().id;
  EXPECT_EQ(uploads.Finish(id).value(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Uploads, SizeNumberAndNamesAreLimited) {
  const TestFolder folder;
  Uploads uploads(folder.path(), {100, 2, Days(7)});
  EXPECT_EQ(uploads.Create("a", 101, kNow).error().code, ErrorCode::too_large);
  for (const std::string name : {"", "a/", "a\nb", "\xFF"}) {
    EXPECT_EQ(uploads.Create(name, 1, kNow).error().code, ErrorCode::invalid);
  }
  EXPECT_EQ(uploads.Create(std::string(256, 'a'), 1, kNow).error().code, ErrorCode::invalid);
  const std::string first = uploads.Create("../../a", 0, kNow).value().id;
  const std::string second = uploads.Create("a", 1, kNow).value().id;
  EXPECT_NE(first, second);
  EXPECT_EQ(uploads.Create("a", 1, kNow).error().rule, "open_uploads");
  ASSERT_TRUE(uploads.Finish(first).has_value());
  const std::string third = uploads.Create("a", 1, kNow).value().id;
  EXPECT_EQ(uploads.Create("a", 1, kNow).error().rule, "open_uploads");
  ASSERT_TRUE(uploads.Drop(third).has_value());
  EXPECT_EQ(uploads.State(third).error().code, ErrorCode::not_found);
  EXPECT_TRUE(uploads.Create("a", 1, kNow).has_value());
}

TEST(Uploads, OldAndBrokenOnesAreSwept) {
  const TestFolder folder;
  Uploads uploads(folder.path(), {});
  EXPECT_EQ(uploads.Sweep(kNow).value(), 0U);
  const std::string old = uploads.Create("a", 1, kNow).value().id;
  const std::string young = uploads.Create("a", 1, kNow + Hours(1)).value().id;
  folder.Write("uploads/" + std::string(32, 'a') + ".new/content", "");
  folder.Write("uploads/" + std::string(32, 'b') + "/facts", "{\"name\":");
  EXPECT_EQ(uploads.Sweep(kNow + Days(7)).value(), 2U);
  EXPECT_EQ(uploads.Sweep(kNow + Days(7) + Minutes(1)).value(), 1U);
  EXPECT_FALSE(uploads.State(old).has_value());
  EXPECT_TRUE(uploads.State(young).has_value());
}

TEST(Uploads, ACrashBetweenHashAndMoveIsMadeGood) {
  const TestFolder folder;
  Uploads uploads(folder.path(), {});
  const std::string id = uploads.Create("a", 3, kNow).value().id;
  ASSERT_TRUE(uploads.WritePart(id, 0, "abc").has_value());
  const std::string hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  folder.Write("uploads/" + id + "/hash", hash);
  EXPECT_EQ(uploads.State(id).value().hash, "");
  EXPECT_EQ(uploads.Finish(id).value(), hash);
  EXPECT_EQ(BytesOf(FileStore(folder.path()).PathOf(hash).value()), "abc");
}

TEST(FileStore, WhatADeadProgramWasWritingIsSweptAndNothingElse) {
  const TestFolder folder;
  const FileStore store(folder.path());
  EXPECT_EQ(store.Sweep().value(), 0U);
  const std::string hash = store.KeepBytes("abc").value();
  folder.Write("files/half.tmp", "ab");
  folder.Write("files/" + hash.substr(0, 2) + "/half.tmp", "ab");
  const auto written = folder.Write("files/written.tmp", "ab");
  const int file = open(written.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(flock(file, LOCK_EX), 0);
  EXPECT_EQ(store.Sweep().value(), 2U);
  EXPECT_TRUE(std::filesystem::exists(written));
  close(file);
  EXPECT_EQ(store.Sweep().value(), 1U);
  EXPECT_TRUE(store.PathOf(hash).has_value());
}

TEST(Uploads, ManyHandsWriteOneUpload) {
  const TestFolder folder;
  Uploads uploads(folder.path(), {});
  const std::string id = uploads.Create("a", kUploadPartBytes * 4, kNow).value().id;
  std::vector<std::thread> hands;
  hands.reserve(4);
  for (int hand = 0; hand < 4; ++hand) {
    hands.emplace_back([&, hand] {
      for (std::uint64_t i = 0; i < 4; ++i) {
        const std::uint64_t number = (i + static_cast<std::uint64_t>(hand)) % 4;
        const std::string part(kUploadPartBytes, static_cast<char>('a' + number));
        EXPECT_TRUE(uploads.WritePart(id, number, part).has_value());
      }
    });
  }
  for (std::thread& hand : hands) hand.join();
  const std::string bytes =
      BytesOf(FileStore(folder.path()).PathOf(uploads.Finish(id).value()).value());
  ASSERT_EQ(bytes.size(), kUploadPartBytes * 4);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(bytes[i * kUploadPartBytes], static_cast<char>('a' + i));
    EXPECT_EQ(bytes[(i + 1) * kUploadPartBytes - 1], static_cast<char>('a' + i));
  }
}

}  // namespace
}  // namespace hetang::files
