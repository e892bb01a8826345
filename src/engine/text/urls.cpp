#include "engine/text/urls.h"

#include <algorithm>
#include <array>
#include <optional>

namespace hetang::text {
namespace {

// Top-level domains met in reports, besides every country code of the list below.
constexpr std::u32string_view kDomains[] = {
    U"com",           U"net",         U"org",       U"info",     U"biz",     U"gov",
    U"edu",           U"top",         U"xyz",       U"vip",      U"shop",    U"site",
    U"club",          U"online",      U"app",       U"ltd",      U"work",    U"fun",
    U"icu",           U"live",        U"pro",       U"win",      U"bid",     U"loan",
    U"asia",          U"link",        U"store",     U"tech",     U"cloud",   U"space",
    U"website",       U"buzz",        U"life",      U"world",    U"today",   U"group",
    U"wang",          U"ren",         U"red",       U"kim",      U"mobi",    U"name",
    U"press",         U"host",        U"email",     U"art",      U"wiki",    U"design",
    U"video",         U"games",       U"game",      U"bet",      U"casino",  U"poker",
    U"money",         U"finance",     U"fund",      U"trade",    U"trading", U"market",
    U"markets",       U"exchange",    U"capital",   U"bond",     U"cash",    U"credit",
    U"center",        U"company",     U"dev",       U"one",      U"plus",    U"run",
    U"show",          U"chat",        U"social",    U"team",     U"zone",    U"run",
    U"sbs",           U"cfd",         U"cyou",      U"monster",  U"quest",   U"rest",
    U"beauty",        U"hair",        U"skin",      U"makeup",   U"autos",   U"boats",
    U"homes",         U"motorcycles", U"yachts",    U"academy",  U"agency",  U"digital",
    U"international", U"network",     U"solutions", U"support",  U"systems", U"services",
    U"aws",           U"page",        U"click",     U"download", U"stream",  U"date",
    U"party",         U"review",      U"science",   U"racing",   U"faith",   U"accountant",
    U"cricket",       U"men",         U"gdn",       U"pub",      U"ink",     U"rocks",
    U"tools",         U"tube",        U"vin",       U"wine",     U"gold",    U"health",
    U"care",          U"best",        U"luxury",    U"beer",     U"law",     U"yoga",
    U"fit",           U"cool",        U"city",      U"promo",    U"gift",    U"sale",
    U"deals",         U"express",     U"pay",       U"bank",     U"global",  U"com.cn",
    U"net.cn",
};
constexpr std::u32string_view kCountries =
    U" cn hk tw mo jp kr sg my th vn id ph in us uk ca au nz de fr it es nl be ch at se no fi dk "
    U"pl ru ua tr ae il za br mx ar cl io ai me tv cc co im is to la ws tk ml ga cf gq pw so sh ac "
    U"am pm fm gs vc ag ly ms si gl gd eu asia ink cx gy bz st kh mm ";
constexpr std::u32string_view kSchemes[] = {
    U"https://",  U"http://",    U"hxxps://",   U"hxxp://",   U"ftp://",     U"h**p://",
    U"hxxps:// ", U"https:\\\\", U"https[:]//", U"http[:]//", U"hxxps[:]//", U"hxxp[:]//"};
constexpr std::u32string_view kDots[] = {
    U"[.]",    U"(.)", U"【.】", U"[dot]", U"(dot)", U"【dot】", U" dot ", U"[点]", U"(点)",
    U"【点】", U"{.}", U"{dot}", U" [.] ", U" . ",   U"。",      U".",     U"点",   U"丶"};

bool IsHostLetter(char32_t c) { return IsLatin(c) || IsDigit(c) || c == U'-' || c == U'_'; }

bool IsPathLetter(char32_t c) {
  constexpr std::u32string_view kOthers = U"-_./?=&%#~+:@!*$,;'";
  return IsLatin(c) || IsDigit(c) || kOthers.find(c) != kOthers.npos;
}

bool IsDomain(std::u32string_view label) {
  if (label.size() == 2) {
    const std::u32string padded = U" " + std::u32string(label) + U" ";
    return kCountries.find(padded) != kCountries.npos;
  }
  return std::find(std::begin(kDomains), std::end(kDomains), label) != std::end(kDomains);
}

// The length of what stands for a dot at `at`; 0 for none. A bare 点 or 。 counts between Latin
// letters and digits only, so that 下午3点 is not an address.
std::size_t DotAt(const Page& page, std::size_t at) {
  for (const std::u32string_view dot : kDots) {
    if (page.Has(at, dot) && IsHostLetter(page.At(at + dot.size()))) return dot.size();
  }
  return 0;
}

struct Host {
  std::size_t end = 0;
  std::string name;  // Refanged.
  std::string last_label;
  std::size_t labels = 0;
  std::size_t disguised = 0;
};

Host ReadHost(const Page& page, std::size_t at) {
  constexpr std::size_t kMaxHost = 253;
  Host host;
  for (std::size_t end = at;;) {
    const std::size_t label = end;
    while (IsHostLetter(page.At(end)) && end - label < 64) ++end;
    if (end == label || end - at > kMaxHost) break;
    const std::string text = Ascii(page.Plain(label, end));
    // 0点30: what follows a written dot must be a domain or lead to one.
    host.name += (host.labels > 0 ? "." : "") + text;
    host.last_label = text;
    host.end = end;
    ++host.labels;
    const std::size_t dot = DotAt(page, end);
    if (dot == 0) break;
    const bool plain = dot == 1 && page.At(end) == U'.';
    const std::size_t next = end + dot;
    if (!plain) {
      std::size_t stop = next;
      while (IsHostLetter(page.At(stop)) && stop - next < 64) ++stop;
      const bool leads_on = DotAt(page, stop) > 0;
      if (!IsDomain(page.Plain(next, stop)) && !leads_on) break;
      ++host.disguised;
    }
    end = next;
  }
  return host;
}

std::size_t SchemeAt(const Page& page, std::size_t at) {
  for (const std::u32string_view scheme : kSchemes) {
    if (page.Has(at, scheme)) return scheme.size();
  }
  return 0;
}

std::size_t PathEnd(const Page& page, std::size_t at) {
  constexpr std::size_t kMaxPath = 2048;
  constexpr std::u32string_view kNotLast = U".,;:!?'*$";
  std::size_t end = at;
  if (page.At(end) == U':' && IsDigit(page.At(end + 1))) {
    ++end;
    while (IsDigit(page.At(end)) && end - at < 7) ++end;
  }
  const char32_t first = page.At(end);
  if (first != U'/' && first != U'?' && first != U'#') return end;
  while (IsPathLetter(page.At(end)) && end - at < kMaxPath) ++end;
  while (end > at && kNotLast.find(page.At(end - 1)) != kNotLast.npos) --end;
  return end;
}

Entity Make(const Page& page, Kind kind, Span span, std::string value) {
  Entity entity;
  entity.kind = kind;
  entity.start = span.start;
  entity.end = span.end;
  entity.text = page.Original(span);
  entity.value = std::move(value);
  return entity;
}

bool IsAddressV4(std::string_view host) {
  int parts = 0;
  for (std::size_t at = 0; at <= host.size();) {
    std::size_t dot = host.find('.', at);
    if (dot == host.npos) dot = host.size();
    const std::string_view part = host.substr(at, dot - at);
    if (part.empty() || part.size() > 3) return false;
    int value = 0;
    for (const char c : part) {
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    if (value > 255) return false;
    ++parts;
    at = dot + 1;
  }
  return parts == 4;
}

bool EndsInDomain(const Host& host) {
  if (host.labels < 2) return false;
  const std::u32string label(host.last_label.begin(), host.last_label.end());
  return IsDomain(label);
}

// A mail address: its place, or nothing. Wallet ids look like one.
std::optional<Span> MailAt(const Page& page, std::size_t at) {
  std::size_t end = at;
  while ((IsHostLetter(page.At(end)) || page.At(end) == U'.' || page.At(end) == U'+') &&
         end - at < 64) {
    ++end;
  }
  if (end == at || page.At(end) != U'@') return std::nullopt;
  const Host host = ReadHost(page, end + 1);
  if (!EndsInDomain(host)) return std::nullopt;
  return Span{at, host.end};
}

// http://… or a host that ends in a known domain, with its port and path.
std::optional<Entity> ReadUrl(const Page& page, std::size_t at) {
  const std::size_t scheme = SchemeAt(page, at);
  const Host host = ReadHost(page, at + scheme);
  if (host.labels == 0) return std::nullopt;
  const bool named = EndsInDomain(host);
  const bool local = host.name == "localhost" || IsAddressV4(host.name);
  if (!named && !(scheme > 0 && local)) return std::nullopt;
  const std::size_t first = host.name.find('.');
  const bool numeric = host.name.find_first_not_of("0123456789.") == std::string::npos;
  if (scheme == 0) {
    if (numeric) return std::nullopt;
    // 7.am is an hour, and 3.co no host.
    if (first == 1 && host.name[0] <= '9' && host.labels == 2) return std::nullopt;
  }
  const std::size_t end = PathEnd(page, host.end);
  std::string value;
  if (scheme > 0) {
    const std::string written = Ascii(page.Plain(at, at + scheme));
    const bool secure = written.find('s') != std::string::npos && written[0] == 'h';
    value = written[0] == 'f' ? "ftp://" : secure ? "https://" : "http://";
  }
  value += host.name + Ascii(page.Plain(host.end, end));
  return Make(page, Kind::url, {at, end}, std::move(value));
}

bool IsBase58(char32_t c) { return IsDigit(c) ? c != U'0' : IsLatin(c); }

// A TRON (T…, 34 places), Ethereum (0x…, 42) or Bitcoin (bc1…) address, whole or shortened with
// dots or stars in the middle.
std::optional<Entity> ReadCrypto(const Page& page, std::size_t at) {
  const char32_t first = page.At(at);
  if (first != U't' && first != U'0' && first != U'b') return std::nullopt;
  std::size_t end = at;
  while (IsBase58(page.At(end)) || (page.At(end) == U'0' && end - at < 64)) {
    if (++end - at > 64) return std::nullopt;
  }
  const std::size_t size = end - at;
  const bool tron = first == U't' && size == 34;
  const bool ether = page.Has(at, U"0x") && size == 42;
  const bool bitcoin = page.Has(at, U"bc1") && size >= 42 && size <= 62;
  if (tron || ether || bitcoin) {
    const Span span{at, end};
    return Make(page, Kind::crypto, span, page.Original(span));
  }
  if ((first != U't' && !page.Has(at, U"0x")) || size < 4 || size > 12) return std::nullopt;
  std::size_t gap = end;
  while (page.At(gap) == U'.' || page.At(gap) == U'*' || page.At(gap) == U'…') ++gap;
  if (gap - end < (page.At(end) == U'…' ? 1U : 2U) || gap - end > 12) return std::nullopt;
  std::size_t last = gap;
  while (IsBase58(page.At(last)) && last - gap < 13) ++last;
  if (last - gap < 3 || last - gap > 12) return std::nullopt;
  const Span span{at, last};
  Entity entity = Make(page, Kind::crypto, span, page.Original(span));
  entity.valid = false;
  entity.form = Form::shortened;
  return entity;
}

std::optional<Entity> ReadAddressV4(const Page& page, std::size_t at) {
  if (!IsDigit(page.At(at))) return std::nullopt;
  std::size_t end = at;
  while ((IsDigit(page.At(end)) || page.At(end) == U'.') && end - at < 20) ++end;
  while (end > at && page.At(end - 1) == U'.') --end;
  std::string value = Ascii(page.Plain(at, end));
  if (!IsAddressV4(value)) return std::nullopt;
  return Make(page, Kind::ip, {at, end}, std::move(value));
}

bool StartsToken(const Page& page, std::size_t at) {
  const char32_t here = page.At(at);
  if (!IsLatin(here) && !IsDigit(here)) return false;
  const char32_t before = page.Before(at);
  return !IsHostLetter(before) && before != U'.' && before != U'@' && before != U'/';
}

}  // namespace

void FindAddresses(Page& page, std::vector<Entity>& out) {
  for (std::size_t at = 0; at < page.size();) {
    if (!StartsToken(page, at) || !page.IsFree({at, at + 1})) {
      ++at;
      continue;
    }
    if (const auto mail = MailAt(page, at)) {
      if (page.MarkBefore(at, 12, Cue::alipay_label) != nullptr) {
        out.push_back(Make(page, Kind::alipay, *mail, Ascii(page.Plain(mail->start, mail->end))));
      }
      page.Take(*mail);
      at = mail->end;
      continue;
    }
    std::optional<Entity> found = ReadAddressV4(page, at);
    if (!found) found = ReadCrypto(page, at);
    if (!found) found = ReadUrl(page, at);
    if (found) {
      at = found->end;
      page.Take({found->start, found->end});
      out.push_back(std::move(*found));
    } else {
      // What was read as one host is not read again from its second label on.
      const std::size_t host_end = ReadHost(page, at).end;
      while (IsHostLetter(page.At(at))) ++at;
      at = std::max(at, host_end);
    }
  }
}

}  // namespace hetang::text
