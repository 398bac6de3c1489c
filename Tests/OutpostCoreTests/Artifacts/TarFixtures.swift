internal import Foundation

/// Archives that GNU tar 1.34 made of one folder with a file, a hard and a symbolic link, a device, a pipe and a long name.
///
/// Words are base 64, `z<n>` stands for n zero bytes.
enum TarFixtures {
    static let longName = "d/sub/" + String(repeating: "n", count: 120)

    static let gnu = """
        ZC8= z98 MDAwMDc1NQAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDA2MTMwACA1 z100 dXN0YXIgIA== z248
        ZC9hLnR4dA== z93 MDAwMDY0NAAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDYAMDAwMDAwMDAwMDAAMDA3MTA1ACAw z100
        dXN0YXIgIA== z248 aGVsbG8K z506 ZC9oYXJk z94
        MDAwMDY0NAAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDEwMTYyACAxZC9hLnR4dA== z93 dXN0YXIgIA==
        z248 ZC9saW5r z94 MDAwMDc3NwAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDA3NzY2ACAyYS50eHQ= z95
        dXN0YXIgIA== z248 ZC9udWxs z94 MDAwMDY0NAAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDEwMjYyACAz
        z100 dXN0YXIgIA== z65 MDAwMDAwMQAwMDAwMDAz z168 ZC9waXBl z94
        MDAwMDY0NAAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDA3MDA0ACA2 z100 dXN0YXIgIA== z248 ZC9zdWIv
        z94 MDAwMDc1NQAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDA2NzIxACA1 z100 dXN0YXIgIA== z248
        Li8uL0BMb25nTGluaw== z87 MDAwMDY0NAAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAxNzcAMDAwMDAwMDAwMDAAMDEwMDAwACBM z100
        dXN0YXIgIA== z248
        ZC9zdWIvbm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5u
        bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5u z386
        ZC9zdWIvbm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5u
        bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubjAwMDA2NDQAMDAwMDAwMAAwMDAwMDAwADAwMDAwMDAwMDAxADAwMDAwMDAw
        MDAwADAzMzA1NgAgMA== z100 dXN0YXIgIA== z248 eA== z1535
        """

    static let posix = """
        ZC8= z98 MDAwMDc1NQAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDA3NDMwACA1 z100 dXN0YXIAMDA= z64
        MDAwMDAwMAAwMDAwMDAw z168 ZC9hLnR4dA== z93
        MDAwMDY0NAAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDYAMDAwMDAwMDAwMDAAMDEwNDA1ACAw z100 dXN0YXIAMDA= z64
        MDAwMDAwMAAwMDAwMDAw z168 aGVsbG8K z506 ZC9oYXJk z94
        MDAwMDY0NAAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDExNDYyACAxZC9hLnR4dA== z93 dXN0YXIAMDA=
        z64 MDAwMDAwMAAwMDAwMDAw z168 ZC9saW5r z94
        MDAwMDc3NwAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDExMjY2ACAyYS50eHQ= z95 dXN0YXIAMDA= z64
        MDAwMDAwMAAwMDAwMDAw z168 ZC9udWxs z94
        MDAwMDY0NAAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDEwMzIyACAz z100 dXN0YXIAMDA= z64
        MDAwMDAwMQAwMDAwMDAz z168 ZC9waXBl z94
        MDAwMDY0NAAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDEwMzA0ACA2 z100 dXN0YXIAMDA= z64
        MDAwMDAwMAAwMDAwMDAw z168 ZC9zdWIv z94
        MDAwMDc1NQAwMDAwMDAwADAwMDAwMDAAMDAwMDAwMDAwMDAAMDAwMDAwMDAwMDAAMDEwMjIxACA1 z100 dXN0YXIAMDA= z64
        MDAwMDAwMAAwMDAwMDAw z168
        ZC9zdWIvUGF4SGVhZGVycy9ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5u
        bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubjAwMDA2NDQAMDAwMDAwMAAwMDAwMDAwADAwMDAwMDAwMjEwADAwMDAwMDAw
        MDAwADAzMjc2MgAgeA== z100 dXN0YXIAMDA= z247
        MTM2IHBhdGg9ZC9zdWIvbm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5u
        bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5uCg== z376
        ZC9zdWIvbm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5u
        bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubjAwMDA2NDQAMDAwMDAwMAAwMDAwMDAwADAwMDAwMDAwMDAxADAwMDAwMDAw
        MDAwADAzNDM1NgAgMA== z100 dXN0YXIAMDA= z64 MDAwMDAwMAAwMDAwMDAw z168 eA== z1535
        """

    static func bytes(_ text: String) -> [UInt8] {
        text.split(whereSeparator: \.isWhitespace).flatMap { word in
            word.first == "z"
                ? [UInt8](repeating: 0, count: Int(word.dropFirst()) ?? 0)
                : Array(Data(base64Encoded: String(word)) ?? Data())
        }
    }
}
