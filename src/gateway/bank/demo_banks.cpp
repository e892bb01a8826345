// Data table.
#include <array>

#include "base/text.h"
#include "gateway/bank/directory.h"

namespace hetang::bank {
namespace {

// The names are public; the codes (90...) and telephone numbers (000-...) are invented.
struct Row {
  std::string_view code, name, short_name, name_en, aliases;
  std::string_view profile = "platform";
};

constexpr std::array kRows{
    Row{"900000000001", "中国工商银行", "工商银行", "Industrial and Commercial Bank of China",
        "工行,ICBC,中国工行"},
    Row{"900000000002", "中国农业银行", "农业银行", "Agricultural Bank of China",
        "农行,ABC,中国农行"},
    Row{"900000000003", "中国银行", "中国银行", "Bank of China", "中行,BOC"},
    Row{"900000000004", "中国建设银行", "建设银行", "China Construction Bank", "建行,CCB,中国建行"},
    Row{"900000000005", "交通银行", "交通银行", "Bank of Communications",
        "交行,BOCOM,中国交通银行"},
    Row{"900000000006", "中国邮政储蓄银行", "邮储银行", "Postal Savings Bank of China",
        "邮储,邮政储蓄,邮政储蓄银行,邮政银行,邮政储蓄所,PSBC"},
    Row{"900000000007", "招商银行", "招商银行", "China Merchants Bank", "招行,CMB"},
    Row{"900000000008", "上海浦东发展银行", "浦发银行", "Shanghai Pudong Development Bank",
        "浦发,浦东发展银行,SPDB"},
    Row{"900000000009", "兴业银行", "兴业银行", "Industrial Bank", "兴业,CIB"},
    Row{"900000000010", "中信银行", "中信银行", "China CITIC Bank", "中信,CITIC,CNCB",
        "platform_two_modes"},
    Row{"900000000011", "中国光大银行", "光大银行", "China Everbright Bank", "光大,CEB"},
    Row{"900000000012", "华夏银行", "华夏银行", "Hua Xia Bank", "华夏,HXB"},
    Row{"900000000013", "中国民生银行", "民生银行", "China Minsheng Bank", "民生,CMBC"},
    Row{"900000000014", "广发银行", "广发银行", "China Guangfa Bank", "广发,广东发展银行,CGB,GDB"},
    Row{"900000000015", "平安银行", "平安银行", "Ping An Bank", "平安,深圳发展银行,PAB"},
    Row{"900000000016", "浙商银行", "浙商银行", "China Zheshang Bank", "浙商,CZBANK"},
    Row{"900000000017", "渤海银行", "渤海银行", "China Bohai Bank", "渤海,CBHB"},
    Row{"900000000018", "恒丰银行", "恒丰银行", "Hengfeng Bank", "恒丰"},
    Row{"900000000019", "北京银行", "北京银行", "Bank of Beijing", "BOB"},
    Row{"900000000020", "上海银行", "上海银行", "Bank of Shanghai", "BOSC"},
    Row{"900000000021", "江苏银行", "江苏银行", "Bank of Jiangsu", ""},
    Row{"900000000022", "南京银行", "南京银行", "Bank of Nanjing", ""},
    Row{"900000000023", "宁波银行", "宁波银行", "Bank of Ningbo", ""},
    Row{"900000000024", "杭州银行", "杭州银行", "Bank of Hangzhou", ""},
    Row{"900000000025", "徽商银行", "徽商银行", "Huishang Bank", ""},
    Row{"900000000026", "长沙银行", "长沙银行", "Bank of Changsha", "CSCB"},
    Row{"900000000027", "湖南银行", "湖南银行", "Bank of Hunan", "华融湘江银行"},
    Row{"900000000028", "成都银行", "成都银行", "Bank of Chengdu", ""},
    Row{"900000000029", "重庆银行", "重庆银行", "Bank of Chongqing", ""},
    Row{"900000000030", "郑州银行", "郑州银行", "Zhengzhou Bank", ""},
    Row{"900000000031", "天津银行", "天津银行", "Bank of Tianjin", ""},
    Row{"900000000032", "微众银行", "微众银行", "WeBank", "深圳前海微众银行"},
    Row{"900000000033", "网商银行", "网商银行", "MYbank", "浙江网商银行"},
    Row{"900000000034", "农村商业银行", "农商银行", "Rural Commercial Banks", "农商行,农村商行"},
    Row{"900000000035", "农村信用社", "农信社", "Rural Credit Cooperatives",
        "信用社,农村信用合作社,农信"},
    Row{"900000000036", "支付宝", "支付宝", "Alipay", "支付宝（中国）网络技术有限公司", "payment"},
    Row{"900000000037", "财付通", "微信支付", "Tenpay (WeChat Pay)",
        "微信钱包,财付通支付科技有限公司", "payment"},
};

}  // namespace

std::vector<BankEntry> DemoBanks(std::string_view sandbox_url) {
  std::vector<BankEntry> banks;
  for (const Row& row : kRows) {
    BankEntry bank;
    bank.code = row.code;
    bank.name = row.name;
    bank.short_name = row.short_name;
    bank.name_en = row.name_en;
    for (const std::string_view alias : Split(row.aliases, ',')) {
      if (!alias.empty()) bank.aliases.emplace_back(alias);
    }
    bank.profile = row.profile;
    bank.phone_24h = "000-0000-00" + std::string(row.code.substr(10));
    bank.address = std::string(sandbox_url) + "/banks/" + bank.code + "/messages";
    banks.push_back(std::move(bank));
  }
  return banks;
}

}  // namespace hetang::bank
