internal import OutpostCore
internal import Testing

@testable internal import OutpostDocker

@Suite("Images that cannot be made")
struct ImageErrorTests {
    @Test("are told in words, with the last of the build's output")
    func words() {
        #expect(
            ErrorText.sentence(ImageError.buildFailed(image: "outpost/a:1", message: "npm ERR! 404"))
                == "the image outpost/a:1 could not be built:\nnpm ERR! 404"
        )
        #expect(
            ErrorText.sentence(ImageError.noBaseImage(tried: ["debian:a", "b"], message: "no such host"))
                == "there is no base image (debian:a, b), and it could not be pulled: no such host"
        )
    }

    @Test("The build's output comes without colours, also where a sequence came in two pieces")
    func colours() {
        var tail = OutputTail()
        tail.append("\u{1B}[91mnpm ERR!\u{1B}[")
        tail.append("0m 404\n")
        #expect(tail.text == "npm ERR! 404\n")
    }
}
