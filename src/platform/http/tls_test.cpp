#include <cstdio>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "platform/http/test_server.h"

namespace hetang::http {
namespace {

using testing::HasSubstr;

template <typename T, void (*kFree)(T*)>
struct Freer {
  void operator()(T* item) const { kFree(item); }
};
template <typename T, void (*kFree)(T*)>
using Owned = std::unique_ptr<T, Freer<T, kFree>>;

// A key and a certificate of its own in a folder that goes with the test.
class TestCertificate {
 public:
  TestCertificate() {
    const Owned<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
    const Owned<X509, X509_free> certificate(X509_new());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    Write(key_file(), [&](std::FILE* file) {
      return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    Write(certificate_file(),
          [&](std::FILE* file) { return PEM_write_X509(file, certificate.get()); });
  }
  std::string key_file() const { return folder_.path() + "/key.pem"; }
  std::string certificate_file() const { return folder_.path() + "/certificate.pem"; }

 private:
  template <typename Writer>
  static void Write(const std::string& path, const Writer& write) {
    std::FILE* file = std::fopen(path.c_str(), "w");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(write(file), 1);
    std::fclose(file);
  }
  database::TemporaryFolder folder_;
};

// What the server answers over TLS to a request that ends the connection.
std::string AskSecurely(std::uint16_t port, const std::string& request) {
  const Owned<SSL_CTX, SSL_CTX_free> context(SSL_CTX_new(TLS_client_method()));
  const Owned<BIO, BIO_free_all> link(BIO_new_ssl_connect(context.get()));
  BIO_set_conn_hostname(link.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
  if (BIO_do_handshake(link.get()) != 1) return "(no handshake)";
  BIO_write(link.get(), request.data(), static_cast<int>(request.size()));
  std::string reply;
  char part[4096];
  int got = 0;
  while ((got = BIO_read(link.get(), part, sizeof part)) > 0) {
    reply.append(part, static_cast<std::size_t>(got));
  }
  return reply;
}

ServerOptions WithTls(const TestCertificate& certificate) {
  ServerOptions options;
  options.certificate_file = certificate.certificate_file();
  options.key_file = certificate.key_file();
  return options;
}

TEST(Tls, ServesTheSameRoutesAndSetsSecureCookies) {
  const TestCertificate certificate;
  TestServer server(WithTls(certificate));
  const Headers session = server.SessionOf(kDuty);
  std::string request = "DELETE /api/v1/session HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : session) request += name + ": " + value + "\r\n";
  const std::string reply = AskSecurely(server.port(), request + "Connection: close\r\n\r\n");
  EXPECT_THAT(reply, HasSubstr("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(reply, HasSubstr("; SameSite=Strict; Max-Age=0; Secure\r\n"));
}

TEST(Tls, APlainRequestGetsNoAnswer) {
  const TestCertificate certificate;
  TestServer server(WithTls(certificate));
  EXPECT_EQ(TestClient(server.port()).Ask("GET", "/healthz").status, 0);
}

TEST(Tls, AMissingCertificateIsAnError) {
  ServerOptions options;
  options.certificate_file = "/nowhere/certificate.pem";
  options.key_file = "/nowhere/key.pem";
  const auto server = Server::Start(options, Router(), {});
  ASSERT_FALSE(server.has_value());
  EXPECT_EQ(server.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace hetang::http
